"""Rasa component: whether a message says that a risk mentioned before doesn't hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.entities import RISKS_SLOT
from assistant.nlu.guarded import guarded
from assistant.nlu.risk_detector import EXAMPLES as RISK_EXAMPLES
from assistant.nlu.risk_detector import read_risk_examples
from assistant.nlu.trained_on_encoder import TWO_VIEWS, TrainedOnEncoder, read_examples
from assistant.understanding import binary_model
from assistant.understanding.binary_model import BinaryModel
from assistant.understanding.held_back import is_held_back
from assistant.understanding.risk_model import NO_RISK
from assistant.understanding.taking_back import Sign, parts

TAKES_BACK_KEY = "takes_back"
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "taken_back.yml"
_TAKES_BACK = "terug"
# From here on words that say so are believed.
_POSSIBLE = 0.35


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TakeBackDetector(TrainedOnEncoder):
    """Tells the follow-ups' reader what no list of words can: "wacht, dat is mn ma haar doosje"."""

    model_class = BinaryModel
    sources = (binary_model, *TWO_VIEWS)
    own_examples = (EXAMPLES, RISK_EXAMPLES)

    def __init__(self, config: dict[str, Any], *stored: Any) -> None:
        """Take the settings of ``config.yml``, and what its base takes."""
        super().__init__(config, *stored)
        self._max_wrong: float = config["max_wrong"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        return {"encoder": None, "max_wrong": 0.03}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on ``data/taken_back.yml``, and persist it.

        A tenth of the intents and of the risks' messages takes nothing back either.
        """
        examples = list(read_examples(EXAMPLES))
        taking_back = [text for heading, text in examples if heading == _TAKES_BACK]
        staying = [text for heading, text in examples if heading != _TAKES_BACK]
        risks = [example.text for example in read_risk_examples() if example.kind != NO_RISK]
        intents = [message.get(TEXT) for message in training_data.intent_examples]
        ordinary = [text for text in dict.fromkeys([*risks, *intents]) if is_held_back(text)]
        model = BinaryModel.fit(
            taking_back, staying, self._encoder, self._max_wrong, ordinary=ordinary
        )
        return self.keep(model)

    @guarded
    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Set what each message says about the risks, in a conversation that knows of any."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._model is not None and text.strip() and _knows_risks(tracker):
                message.set(TAKES_BACK_KEY, self._sign(text))
        return messages

    def _sign(self, text: str) -> Sign:
        if self._model.probability(text) >= self._model.threshold:
            return Sign.SURELY
        # "Ben toch niet zwanger. Hoeveel dan?" takes back in one of its parts.
        possibly = self._model.probability(text, parts(text)) >= _POSSIBLE
        return Sign.POSSIBLY if possibly else Sign.NO


def _knows_risks(tracker: DialogueStateTracker | None) -> bool:
    return tracker is not None and bool(tracker.get_slot(RISKS_SLOT))
