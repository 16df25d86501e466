"""Rasa component: the topic classifier."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    METADATA_EXAMPLE,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.brain import brain
from assistant.nlu.entities import TOPICS_KEY
from assistant.nlu.guarded import guarded
from assistant.nlu.trained_on_encoder import TrainedOnEncoder
from assistant.replies.compose import MAX_CHARACTERS
from assistant.topics import FALLBACK_INTENT
from assistant.understanding import (
    calibration,
    clauses,
    linear,
    pairs,
    second_topic,
    surface,
    terms,
    topic_model,
)
from assistant.understanding.clauses import several_clauses
from assistant.understanding.reading import read
from assistant.understanding.topic_model import Example, TopicModel, TopicModelSettings

CLAUSES_KEY = "clauses"
SCOPE_KEY = "scope"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(TrainedOnEncoder):
    """Sets intent and ranking, ``topics`` for a message that asks several things, and scope."""

    model_class = TopicModel
    sources = (calibration, clauses, linear, pairs, second_topic, surface, terms, topic_model)

    def __init__(self, config: dict[str, Any], *stored: Any) -> None:
        """Take the settings of ``config.yml``, and what its base takes."""
        super().__init__(config, *stored)
        self._settings = TopicModelSettings(
            meaning_regularisation=config["meaning_regularisation"],
            surface_regularisation=config["surface_regularisation"],
        )

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        defaults = TopicModelSettings()
        return {
            "encoder": None,
            "meaning_regularisation": defaults.meaning_regularisation,
            "surface_regularisation": defaults.surface_regularisation,
        }

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on the intent examples and persist it."""
        examples = [
            _example(message) for message in training_data.intent_examples if message.get(TEXT)
        ]
        return self.keep(
            TopicModel.fit(examples, self._encoder, self._settings, brain().follow_ups)
        )

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message that has letters in it."""
        for message in messages:
            if self._model is not None and (message.get(TEXT) or "").strip():
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: TopicModel) -> None:
        # A longer message is refused with a kind word; its end needs no classification.
        follow_ups = brain().follow_ups
        text = follow_ups.without_correction(message.get(TEXT)[:MAX_CHARACTERS])
        understood = read(model, text, several_clauses(text), follow_ups)
        ranking = [_intent(*entry) for entry in understood.ranking]
        if understood.unsure:
            ranking.insert(0, _intent(FALLBACK_INTENT, 1 - ranking[0][PREDICTED_CONFIDENCE_KEY]))
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:10], add_to_output=True)
        message.set(TOPICS_KEY, understood.topics, add_to_output=True)
        message.set(SCOPE_KEY, understood.scope, add_to_output=True)
        message.set(CLAUSES_KEY, [dict(entry) for entry in understood.clause_rankings])


def _example(message: Message) -> Example:
    """Return a training message; one that asks several things says so in its metadata."""
    metadata = (message.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    intent = message.get(INTENT)
    also = tuple(topic for topic in metadata.get("topics") or () if topic != intent)
    return Example(message.get(TEXT), intent, also)


def _intent(name: str, confidence: float) -> dict[str, Any]:
    return {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}
