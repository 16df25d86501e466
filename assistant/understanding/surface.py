"""What a message looks like: tf-idf of its words and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.safety.normalise import normalise

# Words and pairs of words; and letters within a word, which survive a typo.
_VIEWS: tuple[dict[str, Any], ...] = (
    {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", "min_df": 2},
    {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2},
)


class SurfaceFeatures:
    """Sparse features of shape (texts, terms)."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        """Take fitted vectorizers, one per view."""
        self._vectorizers = list(vectorizers)

    @classmethod
    def fit(cls, texts: Sequence[str]) -> SurfaceFeatures:
        """Learn the terms and their weights."""
        normalised = [normalise(text) for text in texts]
        return cls([vectorizer.fit(normalised) for vectorizer in _vectorizers()])

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of some texts."""
        normalised = [normalise(text) for text in texts]
        return hstack([part.transform(normalised) for part in self._vectorizers]).tocsr()

    def vocabularies(self) -> list[dict[str, int]]:
        """Return the column of each term, per view; for JSON."""
        return [
            {term: int(column) for term, column in part.vocabulary_.items()}
            for part in self._vectorizers
        ]

    def weights(self) -> dict[str, npt.NDArray[np.float64]]:
        """Return the inverse document frequencies, per view; for an array file."""
        return {f"idf_{view}": part.idf_ for view, part in enumerate(self._vectorizers)}

    @classmethod
    def restore(
        cls,
        vocabularies: Sequence[Mapping[str, int]],
        weights: Mapping[str, npt.NDArray[np.float64]],
    ) -> SurfaceFeatures:
        """Make features out of what ``vocabularies`` and ``weights`` returned."""
        vectorizers = _vectorizers()
        for view, (part, vocabulary) in enumerate(zip(vectorizers, vocabularies, strict=True)):
            part.vocabulary = vocabulary
            part.idf_ = weights[f"idf_{view}"]
        return cls(vectorizers)


def _vectorizers() -> list[TfidfVectorizer]:
    return [TfidfVectorizer(sublinear_tf=True, **view) for view in _VIEWS]
