"""Joins two questions into one message: customers often ask two things at once."""

from __future__ import annotations

import random
from collections.abc import Sequence

JOINTS = (
    " en ",
    ". ",
    "? ",
    ", ",
    " en ook ",
    ", en ",
    " ",
    "? En ",
    " en dan nog, ",
    " of ",
    "\n",
)


def join(first: str, second: str, chance: random.Random) -> str:
    """Return one message that asks both."""
    return first.rstrip(" ?.!" if chance.random() < 0.5 else " ") + chance.choice(JOINTS) + second


def sample_pairs(
    topics: Sequence[str], rows: Sequence[int], count: int, seed: int
) -> list[tuple[int, int]]:
    """Draw pairs out of ``rows`` whose topics differ; none if there is only one topic."""
    chance = random.Random(seed)
    if len({topics[row] for row in rows}) < 2:
        return []
    pairs: list[tuple[int, int]] = []
    while len(pairs) < count:
        first, second = chance.choice(rows), chance.choice(rows)
        if topics[first] != topics[second]:
            pairs.append((first, second))
    return pairs
