"""Counts the words and letters of one text as scikit-learn's vectorizers do.

They are made for many texts: for a single one, setting up their matrices takes longer than the
counting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

# The vectorizers' ``ngram_range``.
WORDS = (1, 2)
LETTERS = (2, 4)
# Two models look at the same message and its clauses.
_REMEMBERED = 32


@lru_cache(maxsize=_REMEMBERED)
def counted_terms(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return how often a normalised text has each word or pair of words, and each few letters."""
    words = text.split()
    pairs = (f"{left} {right}" for left, right in pairwise(words))
    return Counter([*words, *pairs]), Counter(_letters(words))


def _letters(words: list[str]) -> Iterator[str]:
    """Yield the letters that follow each other within a word; spaces mark its ends."""
    shortest, longest = LETTERS
    for word in words:
        marked = f" {word} "
        for size in range(shortest, longest + 1):
            yield from (marked[start : start + size] for start in range(len(marked) - size + 1))
