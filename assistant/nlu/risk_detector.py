"""Rasa component: the second safety detector, a classifier that knows no rules."""

from __future__ import annotations

import hashlib
import inspect
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from ruamel.yaml import YAML

from assistant.brain import brain
from assistant.nlu.guarded import guarded
from assistant.nlu.topic_classifier import shared_encoder
from assistant.replies.compose import MAX_CHARACTERS
from assistant.topics import EMERGENCY_TOPIC, REFER_TOPICS
from assistant.understanding import linear, risk_model, surface
from assistant.understanding.clauses import several_clauses
from assistant.understanding.held_back import is_held_back
from assistant.understanding.risk_model import NO_RISK, RiskExample, RiskModel

SUSPICION_KEY = "risk_suspicion"
EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "risks.yml"
# Own complaints stand under these topics too: only the rules tell them from general questions.
_MIXED_TOPICS = ("hart", "diabetes")
_SOURCES = (linear, risk_model, surface)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RiskDetector(GraphComponent):
    """Says which risk a message holds; what it sees is for the safety gate to expose."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: RiskModel | None = None,
    ) -> None:
        """Take the settings of ``config.yml`` and a trained model, if there is one."""
        self._max_false_alarms: float = config["max_false_alarms"]
        self._encoder = shared_encoder(config["encoder"])
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings that ``config.yml`` may change."""
        return {"encoder": None, "max_false_alarms": 0.04}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make Rasa train again when the examples, the model's code or the encoder changes."""
        source = "".join(inspect.getsource(module) for module in _SOURCES).encode()
        digest = shared_encoder(config.get("encoder")).digest.encode()
        return hashlib.sha256(source + digest + EXAMPLES.read_bytes()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RiskDetector:
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
    ) -> RiskDetector:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            model = RiskModel.load(folder, shared_encoder(config["encoder"]))
        return cls(config, model_storage, resource, model)

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
        self._model = RiskModel.fit([*own, *examples], self._encoder, self._max_false_alarms)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Set the likeliest risk of each message with its probability, if it is likely enough."""
        for message in messages:
            text = (message.get(TEXT) or "")[:MAX_CHARACTERS]
            if self._model is not None and text.strip():
                message.set(SUSPICION_KEY, self._model.suspicion(text, several_clauses(text)))
        return messages


def read_risk_examples(path: Path = EXAMPLES) -> list[RiskExample]:
    """Read the messages that were written for this detector."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [
        RiskExample(line.removeprefix("- "), kind, unseen=True)
        for kind, lines in content.items()
        for line in lines.splitlines()
    ]


def _kind(text: str, topic: str) -> str:
    if topic in REFER_TOPICS:
        return topic
    found = brain().gate.findings(text) if topic in _MIXED_TOPICS else []
    if not found:
        return NO_RISK
    return EMERGENCY_TOPIC if found[0].emergency else found[0].risk
