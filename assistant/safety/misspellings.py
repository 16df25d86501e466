"""Reads misspelt risk words as what they are meant to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from assistant.safety.inflections import base_forms
from assistant.safety.near_words import NearWords

# How long a word must be for one typo, and for two; shorter ones are too much like others.
_ONE_TYPO_LENGTH = 7
_TWO_TYPOS_LENGTH = 13
_SOUND_LENGTH = 6
_WORD = re.compile(r"[a-z]+\*?")
_REMEMBERED_WORDS = 20_000


class Misspellings:
    """Knows the words of some patterns and repairs those of a message that are nearly so."""

    def __init__(self, patterns: Iterable[str], known_words: Collection[str] = ()) -> None:
        """Take the patterns' words; ``known_words`` are never misspelt."""
        words: set[str] = {word for pattern in patterns for word in _WORD.findall(pattern)}
        whole = {word for word in words if not word.endswith("*")}
        self._known_words = frozenset(known_words) | whole
        self._stems = tuple(word[:-1] for word in words - whole if len(word) > _SOUND_LENGTH)
        targets = {word for word in whole if len(word) >= _SOUND_LENGTH}.union(self._stems)
        # Whoever mistypes a word begins it right.
        self._near = NearWords(sorted(targets), begin_alike=True)
        # Customers use the same words over and over.
        self._repaired = lru_cache(maxsize=_REMEMBERED_WORDS)(self._repair)

    def repaired(self, words: str) -> str:
        """Return normalised words with the misspelt ones replaced, one for one."""
        return " ".join(map(self._repaired, words.split(" ")))

    def _repair(self, word: str) -> str:
        if (
            len(word) < _SOUND_LENGTH
            or not word.isalpha()
            or not self._known_words.isdisjoint(base_forms(word))
            or word.startswith(self._stems)
        ):
            return word
        alike = self._near.sounding_like(word)
        if alike is not None or len(word) < _ONE_TYPO_LENGTH:
            return alike or word
        close = self._near.nearest(word, 2 if len(word) >= _TWO_TYPOS_LENGTH else 1)
        return close[0] if close else word
