"""A classifier that weighs what a message means and what it looks like alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from assistant.understanding.linear import Array, LinearModel, log_softmax
from assistant.understanding.sparse_row import SparseRow
from assistant.understanding.vectors import Vectors

# scikit-learn's C. The encoder knows many messages by heart: one regression over both views
# would trust what they mean too much.
_MEANING_REGULARISATION = 10.0
_LOOKS_REGULARISATION = 100.0


@dataclass(frozen=True)
class Views:
    """Some messages: their vectors of shape (messages, hidden), and terms (messages, terms)."""

    meaning: Vectors
    looks: csr_matrix

    def __getitem__(self, which: npt.NDArray[np.bool_]) -> Views:
        """Return some of the messages."""
        return Views(self.meaning[which], self.looks[which])


class TwoViews:
    """Two regressions over the same kinds; the mean of their log probabilities decides."""

    def __init__(self, by_meaning: LinearModel, by_looks: LinearModel) -> None:
        """Take two fitted models."""
        self._by_meaning = by_meaning
        self._by_looks = by_looks

    @classmethod
    def fit(
        cls,
        messages: Views,
        kinds: Sequence[str],
        shares: Array | None = None,
        start: TwoViews | None = None,
    ) -> TwoViews:
        """Fit both as ``LinearModel.fit`` does; columns are the kinds, sorted."""
        first = (start._by_meaning, start._by_looks) if start else (None, None)
        return cls(
            LinearModel.fit(messages.meaning, kinds, _MEANING_REGULARISATION, shares, first[0]),
            LinearModel.fit(messages.looks, kinds, _LOOKS_REGULARISATION, shares, first[1]),
        )

    def log_probabilities(self, messages: Views) -> Array:
        """Return log probabilities of shape (messages, kinds)."""
        return _mean(
            self._by_meaning.log_probabilities(messages.meaning),
            self._by_looks.log_probabilities(messages.looks),
        )

    def log_probabilities_of(self, meaning: Vectors, looks: Sequence[SparseRow]) -> Array:
        """Return the same for a message and its clauses."""
        return _mean(
            self._by_meaning.log_probabilities(meaning), self._by_looks.log_probabilities_of(looks)
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return what ``restore`` needs."""
        return {
            "meaning_weights": self._by_meaning.weights.astype(np.float32),
            "meaning_bias": self._by_meaning.bias,
            "looks_weights": self._by_looks.weights.astype(np.float32),
            "looks_bias": self._by_looks.bias,
        }

    @classmethod
    def restore(cls, arrays: dict[str, npt.NDArray[Any]]) -> TwoViews:
        """Make the classifier anew that ``arrays`` came from."""
        return cls(
            LinearModel(arrays["meaning_weights"], arrays["meaning_bias"]),
            LinearModel(arrays["looks_weights"], arrays["looks_bias"]),
        )


def _mean(by_meaning: Array, by_looks: Array) -> Array:
    return log_softmax((by_meaning + by_looks) / 2)
