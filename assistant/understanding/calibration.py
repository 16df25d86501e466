"""Turns scores into probabilities one can act on; every threshold is chosen here, on
training messages that the encoder hasn't seen, and stored in the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.topics import OUT_OF_SCOPE_TOPIC
from assistant.understanding.linear import Array, log_softmax

# How many of the shop's own questions may be refused to keep foreign ones out.
MAX_IN_SCOPE_LOSS = 0.04
# Ask back where fewer first choices than this are right.
MIN_RIGHT = 0.33
# Fewer held-back messages than this say too little: the defaults stay.
MIN_MESSAGES = 100
_MAX_VALUES = 1_000_000
_MEANING_SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_TEMPERATURES = tuple(np.geomspace(0.25, 6.0, 40).round(3))


@dataclass(frozen=True)
class Calibration:
    """``meaning_share`` weighs the encoder against the letters, ``temperature`` divides the
    scores. A message is foreign when its scope score is below ``scope_threshold``; the first
    choice is asked back when its probability is below ``ask_back_threshold``. A second topic is
    answered too when its score (``second_topic``) is above ``second_threshold``.
    """

    meaning_share: float = 0.6
    temperature: float = 1.0
    scope_weights: tuple[float, ...] = (1.0, 0.0, 0.0)
    scope_bias: float = 0.0
    scope_threshold: float = 0.5
    ask_back_threshold: float = 0.3
    second_weights: tuple[float, ...] = (0.9, 1.5, 0.0, 0.0, 0.7, 0.0, 1.0, 0.0)
    second_products: tuple[float, ...] = ()
    second_bias: float = 0.0
    second_threshold: float = 0.7

    def probabilities(self, meaning: Array, surface: Array) -> Array:
        """Join two log probabilities of shape (texts, topics) into one probability."""
        mixed = self.meaning_share * meaning + (1 - self.meaning_share) * surface
        return np.exp(log_softmax(mixed / self.temperature))

    def scope(self, probabilities: Array, nearness: Array, topics: Sequence[str]) -> Array:
        """Return the probability that a message is for this assistant, shape (texts,)."""
        features = _scope_features(probabilities, nearness, topics)
        return _logistic(features @ np.array(self.scope_weights) + self.scope_bias)

    def second_topic(self, features: Array) -> Array:
        """Return the probability that a further topic is asked too, shape (candidates,).

        ``features`` has shape (candidates, features), made in `second_topic.py`.
        """
        scores = features @ np.array(self.second_weights) + self.second_bias
        if self.second_products:
            scores = scores + products(features) @ np.array(self.second_products)
        return _logistic(scores)


def products(features: Array) -> Array:
    """Return squares and products of features, shape (candidates, n * (n + 1) / 2)."""
    left, right = np.triu_indices(features.shape[1])
    return np.asarray(features[:, left] * features[:, right])


def log_odds(probabilities: Array) -> Array:
    """Return log odds, bounded where a probability is as good as 0 or 1."""
    bounded = np.clip(probabilities, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _logistic(scores: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-scores)))


def calibrate(
    meaning: Array, surface: Array, nearness: Array, truth: Sequence[str], topics: Sequence[str]
) -> Calibration:
    """Choose every number on held-back messages; ``topics`` names the columns.

    ``nearness`` is each message's cosine to the nearest topic of the shop's own.
    """
    columns = {topic: column for column, topic in enumerate(topics)}
    known = np.array([topic in columns for topic in truth])
    if known.sum() < MIN_MESSAGES:
        return Calibration()
    # Thousands of topics would make the search slow; some messages tell enough then.
    known = np.flatnonzero(known)[: max(MIN_MESSAGES, _MAX_VALUES // len(topics))]
    meaning, surface, nearness = meaning[known], surface[known], nearness[known]
    right = np.array([columns[truth[row]] for row in known])
    share, temperature = _mix(meaning, surface, right)
    mixed = Calibration(share, temperature)
    probabilities = mixed.probabilities(meaning, surface)
    weights, bias, threshold = _scope(probabilities, nearness, right, topics)
    return Calibration(
        share, temperature, weights, bias, threshold, _ask_back(probabilities, right)
    )


def _mix(meaning: Array, surface: Array, right: Array) -> tuple[float, float]:
    def loss(share: float, temperature: float) -> float:
        chances = Calibration(share, temperature).probabilities(meaning, surface)
        return float(-np.log(chances[np.arange(len(right)), right] + 1e-9).mean())

    pairs = [(share, float(heat)) for share in _MEANING_SHARES for heat in _TEMPERATURES]
    return min(pairs, key=lambda pair: loss(*pair))


def _scope(
    probabilities: Array, nearness: Array, right: Array, topics: Sequence[str]
) -> tuple[tuple[float, ...], float, float]:
    defaults = Calibration()
    if OUT_OF_SCOPE_TOPIC not in topics:
        return defaults.scope_weights, defaults.scope_bias, 0.0
    own = right != list(topics).index(OUT_OF_SCOPE_TOPIC)
    if own.all() or not own.any():
        return defaults.scope_weights, defaults.scope_bias, defaults.scope_threshold
    features = _scope_features(probabilities, nearness, topics)
    regression = LogisticRegression(C=1.0, class_weight="balanced").fit(features, own)
    weights = tuple(float(weight) for weight in regression.coef_[0])
    bias = float(regression.intercept_[0])
    scores = Calibration(scope_weights=weights, scope_bias=bias).scope(
        probabilities, nearness, topics
    )
    return weights, bias, float(np.quantile(scores[own], MAX_IN_SCOPE_LOSS, method="lower"))


def _scope_features(probabilities: Array, nearness: Array, topics: Sequence[str]) -> Array:
    """Return log odds against a foreign message, log of the best own topic, and nearness."""
    own = np.array([topic != OUT_OF_SCOPE_TOPIC for topic in topics])
    foreign = np.clip(1 - probabilities[:, own].sum(axis=1), 1e-6, 1 - 1e-6)
    best = np.log(np.clip(probabilities[:, own].max(axis=1), 1e-6, 1.0))
    return np.stack([np.log((1 - foreign) / foreign), best, nearness], axis=1)


def _ask_back(probabilities: Array, right: Array) -> float:
    """Return the highest probability below which too few first choices are right."""
    best = probabilities.max(axis=1)
    order = np.argsort(best)
    hits = np.cumsum(probabilities.argmax(axis=1)[order] == right[order])
    shares = hits / np.arange(1, len(order) + 1)
    enough = np.arange(1, len(order) + 1) >= 5
    low = np.flatnonzero(enough & (shares < MIN_RIGHT))
    return float(best[order[low[-1]]]) if len(low) else 0.0
