"""Learns which messages go on about the answer before them: "hoezo?", "en 's avonds?"."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.linear import LinearModel
from assistant.understanding.surface import SurfaceFeatures
from assistant.understanding.vectors import Vectors

_ARRAYS_FILE = "continuation_model.npz"
_DETAILS_FILE = "continuation_model.json"
_GOES_ON, _STANDS_ALONE = "goes_on", "stands_alone"
# scikit-learn's C.
_REGULARISATION = 10.0
_MIN_TEXTS = 2


class ContinuationModel:
    """Tells how likely a message can't be understood without the answer before it."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        surface: SurfaceFeatures,
        centre: Vectors,
        weights: LinearModel,
    ) -> None:
        """Take fitted parts."""
        self._encoder = encoder
        self._surface = surface
        self._centre = centre
        self._weights = weights

    @classmethod
    def fit(
        cls, going_on: Sequence[str], standing_alone: Sequence[str], encoder: SentenceEncoder
    ) -> ContinuationModel:
        """Fit on messages of both sorts; raises ValueError if there are none of one sort."""
        texts = [*going_on, *standing_alone]
        sorts = [_GOES_ON] * len(going_on) + [_STANDS_ALONE] * len(standing_alone)
        vectors = encoder.encode_all(texts)
        surface, centre = SurfaceFeatures.fit(texts, _MIN_TEXTS), vectors.mean(axis=0)
        meaning = csr_matrix(_around(vectors, centre))
        features = hstack([meaning, surface.transform(texts)]).tocsr()
        return cls(encoder, surface, centre, LinearModel.fit(features, sorts, _REGULARISATION))

    def probability(self, text: str) -> float:
        """Return how likely a message goes on about the answer before it, 0 to 1."""
        meaning = _around(self._encoder.encode_message(text, ()), self._centre)[0]
        row = self._surface.row(text).after(meaning)
        # The sorts are columns in the order of their names.
        return float(np.exp(self._weights.log_probabilities_of([row])[0, 0]))

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles; the encoder stays where it is."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / _ARRAYS_FILE,
            centre=self._centre,
            weights=self._weights.weights.astype(np.float32),
            bias=self._weights.bias,
            **self._surface.weights(),
        )
        terms = json.dumps(self._surface.vocabularies())
        (folder / _DETAILS_FILE).write_text(terms, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder) -> ContinuationModel:
        """Read a model that ``save`` wrote."""
        terms = json.loads((folder / _DETAILS_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as file:
            arrays = dict(file)
        return cls(
            encoder,
            SurfaceFeatures.restore(terms, arrays),
            arrays["centre"],
            LinearModel(arrays["weights"], arrays["bias"]),
        )


def _around(vectors: Vectors, centre: Vectors) -> Vectors:
    centred = vectors - centre
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))
