"""What a message means and what it looks like: the features of the small detectors."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.sparse_row import SparseRow
from assistant.understanding.surface import SurfaceFeatures
from assistant.understanding.two_views import Views
from assistant.understanding.vectors import Vectors

_CENTRE = "centre"


class MessageFeatures:
    """The sentence vector around the training messages' centre, and the letters' terms."""

    def __init__(self, encoder: SentenceEncoder, surface: SurfaceFeatures, centre: Vectors) -> None:
        """Take fitted parts; ``centre`` has shape (hidden,)."""
        self._encoder = encoder
        self._surface = surface
        self._centre = centre

    @classmethod
    def fit(
        cls, texts: Sequence[str], encoder: SentenceEncoder, min_texts: int
    ) -> tuple[MessageFeatures, Views]:
        """Return the features and those of the texts; a term stands in ``min_texts`` of them."""
        vectors = encoder.encode_all(texts)
        surface, looks = SurfaceFeatures.fit(texts, min_texts)
        centre = vectors.mean(axis=0)
        return cls(encoder, surface, centre), Views(_units(vectors - centre), looks)

    def of(self, text: str, clauses: Sequence[str]) -> tuple[Vectors, list[SparseRow]]:
        """Return both views of a message, first, and of each of its clauses."""
        meaning = _units(self._encoder.encode_message(text, clauses) - self._centre)
        return meaning, [self._surface.row(part) for part in (text, *clauses)]

    def save(self, path: Path, details: dict[str, Any], **arrays: npt.NDArray[Any]) -> None:
        """Write these features with a model's own details and arrays, without pickles.

        ``path`` has no ending: there will be a .json and a .npz file.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        weights = self._surface.weights()
        np.savez_compressed(
            path.with_suffix(".npz"), **{_CENTRE: self._centre}, **arrays, **weights
        )
        content = {**details, "terms": self._surface.vocabularies()}
        path.with_suffix(".json").write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def load(
        cls, path: Path, encoder: SentenceEncoder
    ) -> tuple[MessageFeatures, dict[str, Any], dict[str, npt.NDArray[Any]]]:
        """Read what ``save`` wrote: the features, the details and the arrays."""
        details = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        with np.load(path.with_suffix(".npz"), allow_pickle=False) as file:
            arrays = dict(file)
        surface = SurfaceFeatures.restore(details["terms"], arrays)
        return cls(encoder, surface, arrays[_CENTRE]), details, arrays


def _units(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9))
