"""The topic classifier: tf-idf of words, lemmas and letters, with logistic regression."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from assistant.safety.normalise import normalise

Array = npt.NDArray[np.float64]
_ARRAYS_FILE = "topic_model.npz"
_VOCABULARY_FILE = "topic_model.json"


@dataclass(frozen=True)
class Example:
    """A message, the lemmas of its content words and, in training data, its topic."""

    text: str
    lemmas: tuple[str, ...] = ()
    topic: str = ""


@dataclass(frozen=True)
class TopicModelSettings:
    """``inverse_regularisation`` is scikit-learn's C; ``lemmas`` turns spaCy's help on.

    ``tolerance`` bounds the gradient of the loss summed over all examples.
    """

    inverse_regularisation: float = 30.0
    lemmas: bool = True
    max_iterations: int = 100
    tolerance: float = 0.5


class TopicModel:
    """Gives a probability per topic; saved as arrays and JSON."""

    def __init__(
        self, vectorizers: list[TfidfVectorizer], topics: Sequence[str], weights: Array,
        bias: Array,
    ) -> None:  # fmt: skip
        """Take fitted vectorizers, topic ids and weights of shape (topics, features)."""
        self.topics = list(topics)
        self._vectorizers = vectorizers
        # Contiguous by feature: a sparse message then touches few rows and copies nothing.
        self._weights = np.ascontiguousarray(weights.T)
        self._bias = bias

    @classmethod
    def fit(
        cls, examples: Sequence[Example], settings: TopicModelSettings | None = None
    ) -> TopicModel:
        """Fit on examples that have a topic."""
        settings = settings or TopicModelSettings()
        vectorizers = _vectorizers(settings.lemmas)
        features = hstack(
            [
                _WEIGHTS[name] * vectorizer.fit_transform(_inputs(name, examples))
                for name, vectorizer in zip(_VIEWS, vectorizers, strict=False)
            ]
        ).tocsr()
        regression = LogisticRegression(
            C=settings.inverse_regularisation,
            # Some topics have five times the examples of others; that says nothing about
            # how often customers ask them.
            class_weight="balanced",
            max_iter=settings.max_iterations,
            tol=settings.tolerance,
        ).fit(features, [example.topic for example in examples])
        return cls(vectorizers, regression.classes_, regression.coef_, regression.intercept_)

    def probabilities(self, examples: Sequence[Example]) -> Array:
        """Return probabilities of shape (examples, topics); rows sum to 1."""
        scores = self._features(examples) @ self._weights + self._bias
        scores -= scores.max(axis=1, keepdims=True)
        exponentials = np.exp(scores)
        return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles."""
        folder.mkdir(parents=True, exist_ok=True)
        inverse_frequencies = {
            f"idf_{index}": vectorizer.idf_ for index, vectorizer in enumerate(self._vectorizers)
        }
        np.savez_compressed(
            folder / _ARRAYS_FILE,
            weights=self._weights.T.astype(np.float32),
            bias=self._bias.astype(np.float32),
            **inverse_frequencies,
        )
        vocabularies = [
            {term: int(column) for term, column in vectorizer.vocabulary_.items()}
            for vectorizer in self._vectorizers
        ]
        content = {"topics": [str(topic) for topic in self.topics], "terms": vocabularies}
        (folder / _VOCABULARY_FILE).write_text(
            json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> TopicModel:
        """Read a model that ``save`` wrote."""
        content = json.loads((folder / _VOCABULARY_FILE).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as arrays:
            vectorizers = _vectorizers(lemmas=len(content["terms"]) == len(_VIEWS))
            for index, vectorizer in enumerate(vectorizers):
                vectorizer.vocabulary = content["terms"][index]
                vectorizer.idf_ = arrays[f"idf_{index}"]
            return cls(vectorizers, content["topics"], arrays["weights"], arrays["bias"])

    def _features(self, examples: Sequence[Example]) -> csr_matrix:
        return hstack(
            [
                _WEIGHTS[name] * vectorizer.transform(_inputs(name, examples))
                for name, vectorizer in zip(_VIEWS, self._vectorizers, strict=False)
            ]
        ).tocsr()


_VIEWS = ("words", "letters", "lemmas")
# Lemmas repeat what the words say: at full weight they drown the letters.
_WEIGHTS = {"words": 1.0, "letters": 1.0, "lemmas": 0.5}


def _vectorizers(lemmas: bool) -> list[TfidfVectorizer]:
    by_word: dict[str, Any] = {
        "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", "min_df": 2,
    }  # fmt: skip
    settings: list[dict[str, Any]] = [
        by_word,
        {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2},
    ]
    if lemmas:
        settings.append(by_word)
    return [TfidfVectorizer(sublinear_tf=True, **setting) for setting in settings]


def _inputs(view: str, examples: Sequence[Example]) -> list[str]:
    if view == "lemmas":
        return [normalise(" ".join(example.lemmas)) for example in examples]
    return [normalise(example.text) for example in examples]
