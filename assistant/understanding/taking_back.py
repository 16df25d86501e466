"""Reads which of the risks that a customer mentioned don't hold, or no longer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum

from assistant.knowledge.model import FollowUps
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns
from assistant.understanding.context import Context

_CLAUSE_ENDS = re.compile(r"[.,;!?]+\s+|\n+|\s+(?=(?:maar|en|ma|mar)\s)", re.IGNORECASE)


class Sign(Enum):
    """What a trained model makes of a message: whether it takes a risk back."""

    NO = "no"
    POSSIBLY = "possibly"
    SURELY = "surely"


class TakeBackReader:
    """Reads messages that take risks back; in doubt a risk stays."""

    def __init__(self, words: FollowUps) -> None:
        """Compile the words of ``knowledge/follow_ups.yml``."""
        self._taken_back = compile_patterns(words.taken_back)
        self._not_taken_back = compile_patterns(words.not_taken_back)
        self._everything = compile_patterns(words.everything_taken_back)
        self._somebody_else = compile_patterns(words.somebody_else)
        self._still = compile_patterns(words.still_holds)
        self._names = {
            kind: compile_patterns(patterns) for kind, patterns in words.risk_words.items()
        }

    def read(
        self,
        text: str,
        context: Context,
        sign: Sign = Sign.POSSIBLY,
        mentioned: Iterable[str] = (),
    ) -> tuple[str, ...]:
        """Return which of the known risks the message takes back, none if it takes back nothing.

        A message that names no risk ("vergeet dat") is about those mentioned last, or about all
        of them when the assistant had just asked. Words that take something back count
        only if the ``sign`` doesn't speak against them, and aren't needed where it is sure.
        ``mentioned`` are risk kinds that the safety gate sees in the message.
        """
        risks, asked = context.risks, context.risk_asked
        whole = _words(text)
        if sign is Sign.NO or self._not_taken_back.search(whole):
            return ()
        if sign is Sign.POSSIBLY and not self._takes_back(whole, asked):
            return ()
        if self._everything.search(whole):
            return risks
        clauses = [_words(clause) for clause in parts(text)]
        taking_back = [clause for clause in clauses if self._takes_back(clause, asked)]
        named = self._named(taking_back) or self._named([whole]) | {*mentioned}
        if named:
            kept = self._named([clause for clause in clauses if self._still.search(clause)])
            return tuple(kind for kind in risks if kind in named - kept)
        return risks if asked else context.last_risks or risks[-1:]

    def _takes_back(self, words: str, asked: bool) -> bool:
        said = self._taken_back.search(words) or (asked and self._somebody_else.search(words))
        return bool(said) and not self._not_taken_back.search(words)

    def _named(self, clauses: Sequence[str]) -> set[str]:
        return {
            kind
            for kind, names in self._names.items()
            if any(names.search(clause) for clause in clauses)
        }


def parts(text: str) -> list[str]:
    """Return the parts of a message, each of which may take another risk back, or none."""
    return _CLAUSE_ENDS.split(text)


def _words(text: str) -> str:
    return normalise(text) + " "
