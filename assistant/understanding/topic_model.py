"""The topic classifier: what a message means and what it looks like, calibrated together."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, issparse, vstack

from assistant.topics import NOT_ANSWERED_TOPICS, OUT_OF_SCOPE_TOPIC
from assistant.understanding.calibration import Calibration, calibrate
from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.follow_up import FollowUpReader
from assistant.understanding.held_back import is_held_back
from assistant.understanding.linear import MAX_FITTED_TOPICS, Array, LinearModel
from assistant.understanding.pairs import join, sample_pairs
from assistant.understanding.scored import Scored
from assistant.understanding.second_topic import with_second_topics
from assistant.understanding.surface import SurfaceFeatures
from assistant.understanding.vectors import Vectors

_ARRAYS_FILE = "topic_model.npz"
_DETAILS_FILE = "topic_model.json"
# Greetings and refusals don't come in pairs, and a risk is the safety gate's business.
_MESSAGES_PER_PAIR = 10


@dataclass(frozen=True)
class Example:
    """A training message and its topic; ``also`` are topics that it asks beside that one."""

    text: str
    topic: str
    also: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """All topics asked."""
        return (self.topic, *self.also)


@dataclass(frozen=True)
class TopicModelSettings:
    """scikit-learn's C for the part that sees vectors and the part that sees letters."""

    meaning_regularisation: float = 10.0
    surface_regularisation: float = 30.0


class EncoderMismatchError(ValueError):
    """The model was fitted on another encoder than the one that is installed."""


class TopicModel:
    """Gives a probability per topic and says whether a message is for this assistant."""

    def __init__(
        self, encoder: SentenceEncoder, surface: SurfaceFeatures, centroids: Array,
        centre: Vectors, by_meaning: LinearModel, by_surface: LinearModel,
        topics: Sequence[str], calibration: Calibration,
    ) -> None:  # fmt: skip
        """Take fitted parts; centroids are unit vectors of shape (own topics, hidden)."""
        self.topics = list(topics)
        self.calibration = calibration
        self._encoder = encoder
        self._surface = surface
        self._centre = centre
        self._centroids = centroids
        self._by_meaning = by_meaning
        self._by_surface = by_surface

    @classmethod
    def fit(
        cls,
        examples: Sequence[Example],
        encoder: SentenceEncoder,
        settings: TopicModelSettings | None = None,
        follow_ups: FollowUpReader | None = None,
    ) -> TopicModel:
        """Fit on examples; the held-back tenth first chooses the thresholds.

        The encoder knows the other messages by heart, so that only those it hasn't seen can
        tell how sure it may be. It never sees messages that ask several things: these first
        teach when a second topic is asked.
        """
        settings = settings or TopicModelSettings()
        several = [example for example in examples if example.also]
        examples = [example for example in examples if not example.also]
        texts = [example.text for example in examples]
        topics = [example.topic for example in examples]
        seen = _seen(examples)
        own = [row for row, topic in enumerate(topics) if topic not in NOT_ANSWERED_TOPICS]
        pairs = sample_pairs(topics, own, len(own) // _MESSAGES_PER_PAIR, seed=1)
        if len(set(topics)) > MAX_FITTED_TOPICS:
            pairs = []
        chance = random.Random(1)
        joined = [join(texts[first], texts[second], chance) for first, second in pairs]
        written = [*texts, *joined, *(example.text for example in several)]
        vectors = encoder.encode_all(written)
        centre = vectors[: len(texts)].mean(axis=0)
        meaning = _centred(vectors, centre)
        surface, looks = SurfaceFeatures.fit(texts)
        if more := written[len(texts) :]:
            looks = vstack([looks, surface.transform(more)]).tocsr()
        # A message that asks two things stands there twice, for half each.
        asked = [
            *((topic,) for topic in topics),
            *((topics[first], topics[second]) for first, second in pairs),
            *(example.topics for example in several),
        ]
        rows = np.repeat(np.arange(len(asked)), [len(each) for each in asked])
        labels = np.array([topic for each in asked for topic in each])
        shares = np.array([1 / len(each) for each in asked for _ in each])
        known = [*seen, *(seen[a] and seen[b] for a, b in pairs), *(False for _ in several)]
        usable = np.array(known)[rows]

        def fitted(which: Array, start: Sequence[LinearModel | None]) -> list[LinearModel]:
            strengths = (settings.meaning_regularisation, settings.surface_regularisation)
            return [
                LinearModel.fit(
                    features[rows[which]], labels[which].tolist(), strength, shares[which], first
                )
                for features, strength, first in zip(
                    (meaning, looks), strengths, start, strict=True
                )
            ]

        def model(parts: Sequence[LinearModel], which: Array, found: Calibration) -> TopicModel:
            single = np.flatnonzero(which[: len(texts)])
            centroids = _centroids(meaning[single], labels[single])
            names = np.unique(labels).tolist()
            return cls(
                encoder, surface, centroids, centre, parts[0], parts[1], names, found
            )  # fmt: skip

        trial = fitted(usable, (None, None))
        unseen = [row for row, known in enumerate(seen) if not known]
        calibration = Calibration()
        if unseen:
            held_back = [texts[row] for row in unseen]
            truth = [topics[row] for row in unseen]
            draft = model(trial, usable, calibration)
            calibration = calibrate(
                trial[0].log_probabilities(meaning[unseen]),
                trial[1].log_probabilities(looks[unseen]),
                draft._nearness(meaning[unseen]),
                truth,
                draft.topics,
            )
            if follow_ups:
                draft.calibration = calibration
                calibration = with_second_topics(
                    draft, held_back, truth, follow_ups, [(e.text, {*e.topics}) for e in several]
                )
        everything = np.ones(len(rows), bool)
        return model(fitted(everything, trial), everything, calibration)

    def score(self, texts: Sequence[str]) -> Scored:
        """Return probabilities and scope of some texts."""
        return self._scored(np.stack([self._encoder.encode(text) for text in texts]), texts)

    def score_message(self, text: str, clauses: Sequence[str]) -> Scored:
        """Return probabilities and scope of a message, first row, and its clauses."""
        return self._scored(self._encoder.encode_message(text, clauses), [text, *clauses])

    def _scored(self, vectors: Vectors, texts: Sequence[str]) -> Scored:
        meaning = _centred(vectors, self._centre)
        looks = [self._surface.row(text) for text in texts]
        probabilities = self.calibration.probabilities(
            self._by_meaning.log_probabilities(meaning),
            self._by_surface.log_probabilities_of(looks),
        )
        nearness = self._nearness(meaning)
        return Scored(probabilities, self.calibration.scope(probabilities, nearness, self.topics))

    def _nearness(self, meaning: Array) -> Array:
        """Return the cosine to the nearest own topic."""
        return np.asarray((meaning @ self._centroids.T).max(axis=1))

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles; the encoder stays where it is."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / _ARRAYS_FILE,
            centre=self._centre,
            centroids=self._centroids.astype(np.float32),
            **_arrays("meaning", self._by_meaning),
            **_arrays("surface", self._by_surface),
            **self._surface.weights(),
        )
        details = {
            "topics": self.topics,
            "encoder": self._encoder.digest,
            "calibration": asdict(self.calibration),
            "terms": self._surface.vocabularies(),
        }
        (folder / _DETAILS_FILE).write_text(
            json.dumps(details, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder) -> TopicModel:
        """Read a model that ``save`` wrote; raises EncoderMismatchError."""
        details = json.loads((folder / _DETAILS_FILE).read_text(encoding="utf-8"))
        if details["encoder"] != encoder.digest:
            raise EncoderMismatchError(
                "The model was trained with another encoder: train it again (assistant train)."
            )
        calibration = details["calibration"]
        for name in ("scope_weights", "second_weights", "second_products"):
            calibration[name] = tuple(calibration[name])
        with np.load(folder / _ARRAYS_FILE, allow_pickle=False) as file:
            arrays = dict(file)
        return cls(
            encoder,
            SurfaceFeatures.restore(details["terms"], arrays),
            arrays["centroids"],
            arrays["centre"],
            _linear("meaning", arrays),
            _linear("surface", arrays),
            details["topics"],
            Calibration(**calibration),
        )


def _seen(examples: Sequence[Example]) -> list[bool]:
    """Tell which examples the encoder may know; a topic never loses its only ones."""
    seen = [not is_held_back(example.text) for example in examples]
    known = {example.topic for example, is_seen in zip(examples, seen, strict=True) if is_seen}
    return [is_seen or e.topic not in known for e, is_seen in zip(examples, seen, strict=True)]


def _centred(vectors: Vectors, centre: Vectors) -> Array:
    around = vectors - centre
    lengths = np.linalg.norm(around, axis=1, keepdims=True)
    return np.asarray(around / np.maximum(lengths, 1e-9))


def _centroids(meaning: Array, topics: Array) -> Array:
    """Return the mean direction of each topic but the foreign one."""
    own = [name for name in np.unique(topics) if name != OUT_OF_SCOPE_TOPIC]
    means = np.stack([meaning[topics == name].mean(axis=0) for name in own])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))


def _arrays(name: str, model: LinearModel) -> dict[str, Any]:
    weights = model.weights
    arrays: dict[str, Any] = {f"{name}_bias": model.bias.astype(np.float32)}
    if not issparse(weights):
        return {**arrays, f"{name}_weights": np.asarray(weights, np.float32)}
    rows = csr_matrix(weights)
    return {
        **arrays,
        f"{name}_values": rows.data.astype(np.float32),
        f"{name}_columns": rows.indices,
        f"{name}_starts": rows.indptr,
        f"{name}_shape": np.array(rows.shape),
    }


def _linear(name: str, arrays: dict[str, Any]) -> LinearModel:
    bias = arrays[f"{name}_bias"]
    if f"{name}_weights" in arrays:
        return LinearModel(arrays[f"{name}_weights"], bias)
    parts = (arrays[f"{name}_values"], arrays[f"{name}_columns"], arrays[f"{name}_starts"])
    return LinearModel(csr_matrix(parts, shape=arrays[f"{name}_shape"]), bias)
