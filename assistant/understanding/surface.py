"""What a message looks like: tf-idf of its words and letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.safety.normalise import normalise
from assistant.understanding.sparse_row import SparseRow
from assistant.understanding.terms import LETTERS, WORDS, counted_terms

# Words and pairs of words; and letters within a word, which survive a typo.
_VIEWS: tuple[dict[str, Any], ...] = (
    {"ngram_range": WORDS, "token_pattern": r"(?u)\b\w+\b"},
    {"analyzer": "char_wb", "ngram_range": LETTERS},
)


class SurfaceFeatures:
    """Sparse features of shape (texts, terms)."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        """Take fitted vectorizers, one per view."""
        self._vectorizers = list(vectorizers)
        self._idf = [part.idf_ for part in self._vectorizers]

    @classmethod
    def fit(cls, texts: Sequence[str], min_texts: int = 2) -> tuple[SurfaceFeatures, csr_matrix]:
        """Learn the terms that at least ``min_texts`` texts share, and their weights.

        Returns the features and, as counting takes long, what they are of the texts.
        """
        normalised = [normalise(text) for text in texts]
        parts = _vectorizers(min_df=min_texts)
        views = [part.fit_transform(normalised) for part in parts]
        return cls(parts), hstack(views).tocsr()

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features of many texts: this is for training."""
        normalised = [normalise(text) for text in texts]
        return hstack([part.transform(normalised) for part in self._vectorizers]).tocsr()

    def row(self, text: str) -> SparseRow:
        """Return the features of one text: those of ``transform``, without its matrices."""
        columns, values, width = [], [], 0
        counts = counted_terms(normalise(text))
        for part, idf, counted in zip(self._vectorizers, self._idf, counts, strict=True):
            known = part.vocabulary_
            found = {known[term]: count for term, count in counted.items() if term in known}
            where = np.fromiter(found, np.int64, len(found))
            weights = (1 + np.log(np.fromiter(found.values(), float, len(found)))) * idf[where]
            columns.append(width + where)
            values.append(weights / np.linalg.norm(weights))
            width += len(known)
        return SparseRow(np.concatenate(columns), np.concatenate(values))

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


def _vectorizers(**settings: Any) -> list[TfidfVectorizer]:
    return [TfidfVectorizer(sublinear_tf=True, **view, **settings) for view in _VIEWS]
