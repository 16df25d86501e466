"""Finds the listed word that another one sounds like or is a typo of."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.safety.sounds import sound


class NearWords:
    """Normalised words, by how they sound and how long they are; of equals, order decides."""

    def __init__(self, words: Iterable[str], *, begin_alike: bool = False) -> None:
        """Take the words; with ``begin_alike`` a typo never hits the first letter."""
        self._begin_alike = begin_alike
        self._by_sound: dict[str, str] = {}
        self._by_length: dict[int, list[str]] = {}
        for word in words:
            self._by_sound[sound(word)] = word
            self._by_length.setdefault(len(word), []).append(word)

    def sounding_like(self, word: str) -> str | None:
        """Return the listed word that sounds the same."""
        return self._by_sound.get(sound(word))

    def nearest(self, word: str, typos: int) -> tuple[str, int] | None:
        """Return the listed word that at most so many typos make, and how many they are."""
        near = [
            name
            for length in range(len(word) - typos, len(word) + typos + 1)
            for name in self._by_length.get(length, ())
            if not self._begin_alike or name[0] == word[0]
        ]
        close = extractOne(word, near, scorer=OSA.distance, score_cutoff=typos)
        return None if close is None else (str(close[0]), int(close[1]))
