"""Learns which messages go on about the answer before them: "hoezo?", "en 's avonds?"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.linear import LinearModel
from assistant.understanding.message_features import MessageFeatures

_FILE = "continuation_model"
_GOES_ON, _STANDS_ALONE = "goes_on", "stands_alone"
# scikit-learn's C.
_REGULARISATION = 10.0
_MIN_TEXTS = 2


class ContinuationModel:
    """Tells how likely a message can't be understood without the answer before it."""

    def __init__(self, features: MessageFeatures, weights: LinearModel) -> None:
        """Take fitted parts."""
        self._features = features
        self._weights = weights

    @classmethod
    def fit(
        cls, going_on: Sequence[str], standing_alone: Sequence[str], encoder: SentenceEncoder
    ) -> ContinuationModel:
        """Fit on messages of both sorts; raises ValueError if there are none of one sort."""
        texts = [*going_on, *standing_alone]
        sorts = [_GOES_ON] * len(going_on) + [_STANDS_ALONE] * len(standing_alone)
        features, matrix = MessageFeatures.fit(texts, encoder, _MIN_TEXTS)
        return cls(features, LinearModel.fit(matrix, sorts, _REGULARISATION))

    def probability(self, text: str) -> float:
        """Return how likely a message goes on about the answer before it, 0 to 1."""
        chances = np.exp(self._weights.log_probabilities_of(self._features.rows(text, ())))
        # The sorts are columns in the order of their names.
        return float(chances[0, 0])

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles; the encoder stays where it is."""
        weights = self._weights.weights.astype(np.float32)
        self._features.save(folder / _FILE, {}, weights=weights, bias=self._weights.bias)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder) -> ContinuationModel:
        """Read a model that ``save`` wrote."""
        features, _, arrays = MessageFeatures.load(folder / _FILE, encoder)
        return cls(features, LinearModel(arrays["weights"], arrays["bias"]))
