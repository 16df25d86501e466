"""Rasa component: how likely a message goes on about the answer before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.guarded import guarded
from assistant.nlu.trained_on_encoder import TWO_VIEWS, TrainedOnEncoder, read_examples
from assistant.understanding import binary_model
from assistant.understanding.binary_model import BinaryModel
from assistant.understanding.follow_up import MAX_CONTINUATION_WORDS

GOES_ON_KEY = "goes_on"
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "continuations.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ContinuationDetector(TrainedOnEncoder):
    """Tells the follow-ups' reader what no list of words can: half a question from a whole one."""

    model_class = BinaryModel
    sources = (binary_model, *TWO_VIEWS)
    own_examples = (EXAMPLES,)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        return {"encoder": None}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on ``data/continuations.yml`` against the intents, and persist it."""
        going_on = read_continuations()
        alone = [
            message.get(TEXT)
            for message in training_data.intent_examples
            if len(message.get(TEXT).split()) <= MAX_CONTINUATION_WORDS
        ]
        return self.keep(BinaryModel.fit(going_on, alone, self._encoder))

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Set how likely each message of few words goes on."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._model is not None and 0 < len(text.split()) <= MAX_CONTINUATION_WORDS:
                message.set(GOES_ON_KEY, self._model.probability(text))
        return messages


def read_continuations(path: Path = EXAMPLES) -> list[str]:
    """Read the messages that only make sense after an answer."""
    return [text for _, text in read_examples(path)]
