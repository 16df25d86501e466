"""Cuts texts into paragraphs, sentences and words, and finds phrases in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns

# What follows a colon is a list or a link of its own; a reader breathes there.
_SENTENCE_END = re.compile(r"(?<=[.!?])[’”\")]*\s+|:\s+|\n+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_WORD = re.compile(r"\S*\w\S*")
# Stands for what was taken out of a sentence; no pattern matches across it.
_GAP = " | "


def paragraphs(text: str) -> list[str]:
    """Return the parts of a reply between empty lines."""
    return [part for part in text.split("\n\n") if part.strip()]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, list lines each on their own."""
    return [part for part in _SENTENCE_END.split(text) if word_count(part)]


def word_count(text: str) -> int:
    """Count the words; a number, a range and a link are one word each."""
    return len(_WORD.findall(text))


def without_placeholders(template: str) -> str:
    """Leave the placeholders out of a template."""
    return _PLACEHOLDER.sub(" ", template)


class Phrases:
    """Patterns (see assistant.safety.patterns) with phrases that don't count."""

    def __init__(self, patterns: Iterable[str], not_meant: Iterable[str] = ()) -> None:
        """Compile the patterns. Raises PatternError."""
        self._meant = compile_patterns(patterns)
        self._not_meant = compile_patterns(not_meant)
        # Replies share most of their sentences.
        self._in_sentence = lru_cache(maxsize=None)(self._search)

    def found(self, text: str, ignoring: Iterable[str] = ()) -> Iterator[str]:
        """Yield each phrase found, sentence by sentence, as normalised words.

        ``ignoring`` are phrases, written out, that are taken out of the text first.
        """
        ignored = tuple(ignoring)
        for sentence in sentences(text):
            yield from self._in_sentence(sentence, ignored)

    def _search(self, sentence: str, ignored: tuple[str, ...]) -> tuple[str, ...]:
        words = f" {normalise(sentence)} "
        for phrase in ignored:
            if plain := normalise(phrase):
                words = words.replace(f" {plain} ", _GAP)
        words = self._not_meant.sub("| ", words)
        return tuple(match.group().strip() for match in self._meant.finditer(words))
