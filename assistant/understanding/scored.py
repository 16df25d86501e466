"""What a topic model says about some texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.understanding.calibration import Calibration
from assistant.understanding.linear import Array


@dataclass(frozen=True)
class Scored:
    """For some texts: probabilities (texts, topics) and scope (texts,)."""

    probabilities: Array
    scope: Array


class TopicScorer(Protocol):
    """A fitted model; ``topics`` names the columns of the probabilities."""

    topics: list[str]
    calibration: Calibration

    def score_message(self, text: str, clauses: Sequence[str]) -> Scored:
        """Return probabilities and scope of a message, first row, and its clauses."""
