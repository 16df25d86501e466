"""Rasa component: the topic classifier."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.spacy_tokenizer import POS_TAG_KEY
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
    TEXT_TOKENS,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.entities import TOPICS_KEY
from assistant.nlu.guarded import guarded
from assistant.replies.compose import MAX_CHARACTERS
from assistant.understanding import topic_model
from assistant.understanding.clauses import split_clauses
from assistant.understanding.reading import read
from assistant.understanding.topic_model import Example, TopicModel, TopicModelSettings

CLAUSES_KEY = "clauses"
# First letters of the Dutch tags for nouns, verbs, adjectives, adverbs, numbers and names.
CONTENT_TAGS = ("N", "WW", "ADJ", "BW", "TW", "SPEC")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):
    """Sets intent and ranking, and ``topics`` for a message that asks several things."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: TopicModel | None = None,
    ) -> None:
        """Take the settings of ``config.yml`` and a trained model, if there is one."""
        self._settings = TopicModelSettings(
            inverse_regularisation=config["inverse_regularisation"], lemmas=config["lemmas"]
        )
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        defaults = TopicModelSettings()
        return {
            "inverse_regularisation": defaults.inverse_regularisation,
            "lemmas": defaults.lemmas,
        }

    @classmethod
    def required_components(cls) -> list[type]:
        """Ask for a tokenizer, spaCy's so that tokens have lemmas."""
        return [Tokenizer]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make Rasa train again when the model's code changes, not only its settings."""
        source = inspect.getsource(topic_model)
        return hashlib.sha256(source.encode()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TopicModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the intent examples and persist it."""
        examples = [
            Example(message.get(TEXT), _lemmas(message), message.get(INTENT))
            for message in training_data.intent_examples
            if message.get(TEXT)
        ]
        self._model = TopicModel.fit(examples, self._settings)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message that has letters in it."""
        for message in messages:
            if self._model is not None and (message.get(TEXT) or "").strip():
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: TopicModel) -> None:
        # A longer message is refused with a kind word; its end needs no classification.
        text = message.get(TEXT)[:MAX_CHARACTERS]
        clauses = _clause_examples(message, split_clauses(text))
        reading = read(model, Example(text, _lemmas(message)), clauses)
        ranking = [_intent(*entry) for entry in reading.ranking]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:10], add_to_output=True)
        message.set(TOPICS_KEY, reading.topics, add_to_output=True)
        message.set(CLAUSES_KEY, [dict(entry) for entry in reading.clause_rankings])


def _intent(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}


def _lemmas(message: Message) -> tuple[str, ...]:
    return _content_lemmas(message.get(TEXT_TOKENS) or ())


def _content_lemmas(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(
        token.lemma.lower()
        for token in tokens
        if token.get(POS_TAG_KEY, "").startswith(CONTENT_TAGS)
    )


def _clause_examples(message: Message, clauses: list[str]) -> list[Example]:
    tokens = message.get(TEXT_TOKENS) or ()
    examples = []
    position = 0
    for clause in clauses:
        start = message.get(TEXT).find(clause, position)
        position = start + len(clause)
        inside = (token for token in tokens if start <= token.start < position)
        examples.append(Example(clause, _content_lemmas(inside)))
    return examples
