"""Figures that tell more than accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score

from assistant.understanding.linear import Array

BINS = 10


@dataclass(frozen=True)
class Reliability:
    """Per bin of confidence: its mean, the share that was right and the number of messages."""

    confidence: list[float]
    right: list[float]
    messages: list[int]

    @property
    def error(self) -> float:
        """The expected calibration error: the mean gap, weighed by messages."""
        gaps = np.abs(np.array(self.confidence) - np.array(self.right))
        return float(np.average(gaps, weights=self.messages))


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> Reliability:
    """Compare confidence with the share that was right, in ten bins."""
    sure, hit = np.array(confidences), np.array(right, float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    filled = np.unique(bins)
    return Reliability(
        [float(sure[bins == number].mean()) for number in filled],
        [float(hit[bins == number].mean()) for number in filled],
        [int((bins == number).sum()) for number in filled],
    )


def risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Array, Array]:
    """Return the share answered and the share wrong among them, surest first."""
    order = np.argsort(-np.array(confidences))
    wrong = 1 - np.array(right, float)[order]
    counts = np.arange(1, len(wrong) + 1)
    return counts / len(wrong), np.cumsum(wrong) / counts


def macro_f1(truth: Sequence[str], predicted: Sequence[str]) -> float:
    """Return the mean F1 of the topics that occur."""
    return float(
        f1_score(truth, predicted, average="macro", labels=sorted({*truth}), zero_division=0)
    )
