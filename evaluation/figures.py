"""Draws the report's pictures as PNG files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")

from matplotlib import pyplot

from evaluation.metrics import Reliability, risk_coverage

FIGURES = Path("docs/figures")
_DPI = 110


def draw_confusion(truth: Sequence[str], guesses: Sequence[str]) -> None:
    """Draw which topics are taken for which, as shares of the true topic."""
    names = sorted({*truth})
    counts = np.zeros((len(names), len(names)))
    for wanted, got in zip(truth, guesses, strict=True):
        if got in names:
            counts[names.index(wanted), names.index(got)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = pyplot.subplots(figsize=(10, 9))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set_xlabel("understood as")
    axes.set_ylabel("asked")
    for row, column in zip(*np.nonzero(shares >= 0.03), strict=True):
        colour = "white" if shares[row, column] > 0.5 else "black"
        label = f"{100 * shares[row, column]:.0f}"
        axes.text(column, row, label, ha="center", va="center", fontsize=7, color=colour)
    _save(figure, "confusion")


def draw_learning_curve(rows: Sequence[tuple[int, float, float]]) -> None:
    """Draw accuracy on the held-back messages against the number of training messages."""
    counts, ours, tfidf = zip(*rows, strict=True)
    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.plot(counts, ours, "o-", label="ours (light part)")
    axes.plot(counts, tfidf, "s--", label="tf-idf + logistic regression")
    axes.set_xlabel("training messages")
    axes.set_ylabel("held-back messages right")
    axes.legend()
    axes.grid(alpha=0.3)
    _save(figure, "learning_curve")


def draw_reliability(found: Reliability) -> None:
    """Draw how often an answer of some confidence is right."""
    figure, axes = pyplot.subplots(figsize=(5, 4.5))
    axes.plot([0, 1], [0, 1], "k:", label="perfect")
    axes.plot(found.confidence, found.right, "o-", label="held-out")
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    axes.legend()
    _save(figure, "reliability")


def draw_risk_coverage(confidences: Sequence[float], right: Sequence[bool]) -> None:
    """Draw how many answers are wrong when only the surest are given."""
    covered, wrong = risk_coverage(confidences, right)
    figure, axes = pyplot.subplots(figsize=(6, 4))
    axes.plot(covered, wrong)
    axes.set_xlabel("share of messages answered, surest first")
    axes.set_ylabel("share of them wrong")
    axes.grid(alpha=0.3)
    _save(figure, "risk_coverage")


def _save(figure: pyplot.Figure, name: str) -> None:
    FIGURES.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(FIGURES / f"{name}.png", dpi=_DPI, metadata={"Software": None})
    pyplot.close(figure)
