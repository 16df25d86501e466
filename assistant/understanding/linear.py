"""A linear classifier over topics: fitted for a shop's hundred, by prototype for thousands."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, issparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from assistant.understanding.sparse_row import SparseRow

Array = npt.NDArray[np.float64]
# Fitting costs topics x messages x features; beyond this a topic's mean example serves.
MAX_FITTED_TOPICS = 150
PROTOTYPE_SCALE = 20.0
# With 50 a tenth of the detectors' errors more; going on from a model of nearly the same messages
# takes fewer.
FIRST_ITERATIONS = 100
MORE_ITERATIONS = 15


@dataclass(frozen=True)
class LinearModel:
    """``weights`` has shape (features, topics), dense or sparse; ``bias`` (topics,)."""

    weights: Any
    bias: Array

    @classmethod
    def fit(
        cls, features: Any, topics: Sequence[str], inverse_regularisation: float,
        shares: Array | None = None, start: LinearModel | None = None,
    ) -> LinearModel:  # fmt: skip
        """Fit on features of shape (examples, features); columns are the topics, sorted.

        ``shares`` weigh the examples: one that asks two things counts half for each.
        ``start`` is a model of the same topics and features to go on from.
        """
        if len(set(topics)) > MAX_FITTED_TOPICS:
            return _prototypes(features, topics)
        regression = LogisticRegression(
            C=inverse_regularisation,
            # Some topics have five times the examples of others; that says nothing about
            # how often customers ask them.
            class_weight="balanced",
            # Bounds the gradient of the loss summed over all examples.
            tol=0.5,
            max_iter=FIRST_ITERATIONS if start is None else MORE_ITERATIONS,
            warm_start=start is not None,
        )
        if start is not None:
            regression.classes_ = np.unique(topics)
            regression.coef_, regression.intercept_ = _as_fitted(start)
        # A second thread of the arithmetic library mostly waits, busily.
        with threadpool_limits(1), warnings.catch_warnings():
            # The iterations are bounded on purpose.
            warnings.simplefilter("ignore", ConvergenceWarning)
            regression.fit(features, topics, sample_weight=shares)
        weights, bias = regression.coef_.T, regression.intercept_
        if len(bias) == 1:
            # Of two topics scikit-learn keeps the difference only.
            weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
        # Contiguous by feature: a sparse message then touches few rows and copies nothing.
        return cls(np.ascontiguousarray(weights), bias)

    def log_probabilities(self, features: Any) -> Array:
        """Return log probabilities of shape (texts, topics)."""
        scores = features @ self.weights
        scores = np.asarray(scores.todense() if issparse(scores) else scores) + self.bias
        return log_softmax(scores)

    def log_probabilities_of(self, rows: Sequence[SparseRow]) -> Array:
        """Return the same for a message and its clauses: only the rows of their terms count."""
        scores = [row.values @ self.weights[row.columns] for row in rows]
        return log_softmax(np.stack(scores) + self.bias)


def log_softmax(scores: Array) -> Array:
    """Return log probabilities; rows of the exponentials sum to 1."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _as_fitted(model: LinearModel) -> tuple[Array, Array]:
    """Return coefficients and intercepts the way scikit-learn keeps them."""
    weights, bias = np.array(model.weights.T), model.bias.copy()
    return (weights, bias) if len(bias) > 2 else (np.diff(weights, axis=0), np.diff(bias))


def _prototypes(features: Any, topics: Sequence[str]) -> LinearModel:
    names, rows = np.unique(topics, return_inverse=True)
    members = csr_matrix(
        (np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(names), len(rows))
    )
    weights = PROTOTYPE_SCALE * normalize(members @ features).T
    by_feature = csr_matrix(weights) if issparse(weights) else np.ascontiguousarray(weights)
    return LinearModel(by_feature, np.zeros(len(names)))
