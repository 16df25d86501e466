"""Joins some messages in pairs, as customers do, and knows which tokens each of the two fills."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.understanding.pairs import join
from recipe.augment import augment
from recipe.messages import Lesson

Tokenize = Callable[[str], list[int]]


@dataclass(frozen=True)
class Part:
    """The tokens from ``start`` up to ``end``, which come from lesson ``row``."""

    row: int
    start: int
    end: int


@dataclass(frozen=True)
class Exercise:
    """Lesson ``row`` as somebody might type it, with lesson ``second`` beside it or itself.

    ``parts`` are the two in the order in which they stand there, none for a single message.
    """

    row: int
    second: int
    ids: list[int]
    parts: tuple[Part, ...] = ()


class Joiner:
    """Makes exercises of lessons; other ones every time."""

    def __init__(
        self,
        lessons: Sequence[Lesson],
        mixable: Collection[str],
        share: float,
        tokenize: Tokenize,
        max_tokens: int,
        chance: random.Random,
    ) -> None:
        """Join a ``share`` of the messages with one of the ``mixable`` topics.

        A message of an unknown topic, which a risk is, may be joined as well: the risk stays.
        """
        self._lessons = lessons
        self._mixable = mixable
        self._share = share
        self._tokenize = tokenize
        self._max_tokens = max_tokens
        self._chance = chance
        self._partners = [row for row, lesson in enumerate(lessons) if lesson.topic in mixable]
        # Up to there every message looks alike: the mark of the beginning and the prefix.
        alike = (one == other for one, other in zip(tokenize("a"), tokenize("b"), strict=False))
        self._start = len(list(takewhile(bool, alike)))

    def exercises(self) -> list[Exercise]:
        """Return one exercise per lesson, in their order."""
        return [self._exercise(row, lesson) for row, lesson in enumerate(self._lessons)]

    def _exercise(self, row: int, lesson: Lesson) -> Exercise:
        joins = lesson.topic is None or lesson.topic in self._mixable
        if not joins or self._chance.random() >= self._share:
            return Exercise(row, row, self._ids(self._varied(row)))
        second = self._chance.choice(self._partners)
        order = (row, second) if self._chance.random() < 0.5 else (second, row)
        before, after = self._varied(order[0]), self._varied(order[1])
        text = join(before, after, self._chance)
        ids = self._ids(text)
        end = len(ids) - 1
        border = min(end, len(self._tokenize(text.removesuffix(after).rstrip())) - 1)
        parts = (Part(order[0], self._start, border), Part(order[1], border, end))
        return Exercise(row, second, ids, tuple(part for part in parts if part.start < part.end))

    def _varied(self, row: int) -> str:
        return augment(self._lessons[row].text, self._chance)

    def _ids(self, text: str) -> list[int]:
        return self._tokenize(text)[: self._max_tokens]
