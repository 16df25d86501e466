"""Rasa component: the second safety detector, a classifier that knows no rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.brain import brain
from assistant.nlu.guarded import guarded
from assistant.nlu.trained_on_encoder import TWO_VIEWS, TrainedOnEncoder, read_examples
from assistant.replies.compose import MAX_CHARACTERS
from assistant.topics import EMERGENCY_TOPIC, MIXED_TOPICS, REFER_TOPICS
from assistant.understanding import risk_model
from assistant.understanding.clauses import several_clauses
from assistant.understanding.held_back import is_held_back
from assistant.understanding.risk_model import NO_RISK, RiskExample, RiskModel

SUSPICION_KEY = "risk_suspicion"
# Set where the detector has read all of a message and is sure that it holds no risk.
HARMLESS_KEY = "surely_harmless"
# Set where it finds harm less likely than not.
UNLIKELY_KEY = "risk_unlikely"
_EVEN = 0.5
# A message that was written for this detector counts as much as so many of the intents.
_OWN_WEIGHT = 3.0
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "risks.yml"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RiskDetector(TrainedOnEncoder):
    """Says which risk a message holds; what it sees is for the safety gate to expose."""

    model_class = RiskModel
    sources = (risk_model, *TWO_VIEWS)
    own_examples = (EXAMPLES,)

    def __init__(self, config: dict[str, Any], *stored: Any) -> None:
        """Take the settings of ``config.yml``, and what its base takes."""
        super().__init__(config, *stored)
        self._max_false_alarms: float = config["max_false_alarms"]
        self._max_overlooked: float = config["max_overlooked"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        return {"encoder": None, "max_false_alarms": 0.025, "max_overlooked": 0.005}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model on ``data/risks.yml`` and the intents, and persist it."""
        own = read_risk_examples()
        known = {example.text for example in own}
        intents = (
            (message.get(TEXT), _kind(message.get(TEXT), message.get(INTENT)))
            for message in training_data.intent_examples
            if message.get(TEXT) not in known
        )
        examples = [RiskExample(text, kind, is_held_back(text)) for text, kind in intents]
        shares = self._max_false_alarms, self._max_overlooked
        return self.keep(RiskModel.fit([*own, *examples], self._encoder, *shares))

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Set the likeliest risk of each message if it is likely enough, or that there is none."""
        for message in messages:
            text = (message.get(TEXT) or "")[:MAX_CHARACTERS]
            if self._model is None or not text.strip():
                continue
            found = self._model.suspicion(text, several_clauses(text))
            message.set(UNLIKELY_KEY, found.probability < _EVEN)
            if found.probability >= self._model.threshold:
                message.set(SUSPICION_KEY, found)
            elif found.probability < self._model.harmless_threshold:
                message.set(HARMLESS_KEY, self._encoder.reads_all_of(message.get(TEXT)))
        return messages


def read_risk_examples(path: Path = EXAMPLES) -> list[RiskExample]:
    """Read the messages that were written for this detector."""
    return [
        RiskExample(text, kind, is_held_back(text), _OWN_WEIGHT)
        for kind, text in read_examples(path)
    ]


def _kind(text: str, topic: str) -> str:
    if topic in REFER_TOPICS:
        return topic
    # Only the rules tell own complaints from general questions here.
    found = brain().gate.findings(text) if topic in MIXED_TOPICS else []
    if not found:
        return NO_RISK
    return EMERGENCY_TOPIC if found[0].emergency else found[0].risk
