"""Tells the messages of one sort from all others, by what they mean and what they look like."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.linear import Array
from assistant.understanding.message_features import MessageFeatures
from assistant.understanding.two_views import TwoViews, Views

_FILE = "binary_model"
# Columns stand in the order of these names.
_THESE, _OTHERS = "a", "b"
_MIN_TEXTS = 2
_PARTS = 5
# They are many, and mustn't drown what is hard to tell apart.
_ORDINARY_WEIGHT = 0.1


class BinaryModel:
    """Tells how likely a message is of one sort.

    From ``threshold`` on it is surely of that sort; 1.0 unless it was asked for.
    """

    def __init__(
        self, features: MessageFeatures, classifier: TwoViews, threshold: float = 1.0
    ) -> None:
        """Take fitted parts."""
        self.threshold = threshold
        self._features = features
        self._classifier = classifier

    @classmethod
    def fit(
        cls,
        these: Sequence[str],
        others: Sequence[str],
        encoder: SentenceEncoder,
        max_wrong: float | None = None,
        ordinary: Sequence[str] = (),
    ) -> BinaryModel:
        """Fit on messages of both sorts; raises ValueError if there are none of one sort.

        At most the share ``max_wrong`` of the others reaches the threshold, by cross-validation.
        ``ordinary`` messages aren't of the sort either, but too easy to tell to choose it.
        """
        texts = [*these, *others, *ordinary]
        sorts = np.array([_THESE] * len(these) + [_OTHERS] * (len(texts) - len(these)))
        shares = np.ones(len(texts))
        shares[len(these) + len(others) :] = _ORDINARY_WEIGHT
        features, messages = MessageFeatures.fit(texts, encoder, _MIN_TEXTS)
        threshold = 1.0
        if max_wrong is not None:
            chances = _unseen_probabilities(messages, sorts, shares)[len(these) :][: len(others)]
            threshold = float(np.quantile(chances, 1 - max_wrong))
        return cls(features, TwoViews.fit(messages, sorts.tolist(), shares), threshold)

    def probability(self, text: str, parts: Sequence[str] = ()) -> float:
        """Return how likely a message, or one of some ``parts`` of it, is of the sort, 0 to 1."""
        views = self._features.of(text, parts)
        return float(np.exp(self._classifier.log_probabilities_of(*views))[:, 0].max())

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles; the encoder stays where it is."""
        details = {"threshold": self.threshold}
        self._features.save(folder / _FILE, details, **self._classifier.arrays())

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder) -> BinaryModel:
        """Read a model that ``save`` wrote."""
        features, details, arrays = MessageFeatures.load(folder / _FILE, encoder)
        return cls(features, TwoViews.restore(arrays), details["threshold"])


def _unseen_probabilities(messages: Views, sorts: Array, shares: Array) -> Array:
    """Return each message's probability by a model that was fitted without it."""
    parts = np.arange(len(sorts)) % _PARTS
    chances = np.empty(len(sorts))
    for part in range(_PARTS):
        rest = parts != part
        classifier = TwoViews.fit(messages[rest], sorts[rest].tolist(), shares[rest])
        chances[~rest] = np.exp(classifier.log_probabilities(messages[~rest])[:, 0])
    return chances
