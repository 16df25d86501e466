"""Rasa component: runs the safety gate on every message and exposes what it finds."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from assistant.brain import brain
from assistant.knowledge.problems import KnowledgeError
from assistant.nlu.entities import EXTRACTOR_NAME, entity_from_finding
from assistant.nlu.guarded import guarded
from assistant.nlu.topic_classifier import CLAUSES_KEY
from assistant.safety.findings import Finding
from assistant.topics import EMERGENCY_TOPIC, RISK_KINDS

CHECKED_KEY = "safety_checked"
GENERAL_EMERGENCY = "algemeen"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False
)
class SafetyGateComponent(GraphComponent):
    """Adds a ``risk`` or ``emergency`` entity for everything found.

    Two detectors, either of which is enough: the rules, and the topic classifier at a low
    threshold. The intent stays the classifier's.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the classifier's thresholds from ``config.yml``."""
        self._risk_threshold: float = config["risk_threshold"]
        self._emergency_threshold: float = config["emergency_threshold"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the probabilities from which the classifier alone is believed."""
        return {"risk_threshold": 0.3, "emergency_threshold": 0.4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGateComponent:
        """Create the component.

        Exits when the knowledge files are wrong: Rasa swallows exceptions here and would
        report that the server is up and running.
        """
        try:
            brain()
        except KnowledgeError as error:
            raise SystemExit(str(error)) from None
        return cls(config)

    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        """Run both detectors on each message."""
        for message in messages:
            by_classifier = self._from_classifier(message)
            self._expose(message, by_classifier)
            by_rules = brain().gate.findings(message.get(TEXT) or "", _lemmas(message))
            self._expose(message, merge(by_rules, by_classifier))
            message.set(CHECKED_KEY, True, add_to_output=True)
        return messages

    def _expose(self, message: Message, findings: list[Finding]) -> None:
        length = len(message.get(TEXT) or "")
        kept = [e for e in message.get(ENTITIES, []) if e.get("extractor") != EXTRACTOR_NAME]
        found = [entity_from_finding(finding, length) for finding in findings]
        message.set(ENTITIES, kept + found, add_to_output=True)

    def _from_classifier(self, message: Message) -> list[Finding]:
        rankings = [
            {entry["name"]: entry["confidence"] for entry in message.get(INTENT_RANKING_KEY, [])},
            *(message.get(CLAUSES_KEY) or ()),
        ]
        found = []
        for topic in (EMERGENCY_TOPIC, *RISK_KINDS):
            probability = max(ranking.get(topic, 0.0) for ranking in rankings)
            if topic == EMERGENCY_TOPIC:
                if probability >= self._emergency_threshold:
                    found.append(
                        Finding(GENERAL_EMERGENCY, emergency=True, detector="classifier")
                    )
            elif probability >= self._risk_threshold:
                found.append(Finding(topic, detector="classifier"))
        return found


def merge(by_rules: list[Finding], by_classifier: list[Finding]) -> list[Finding]:
    """Join what both detectors found; the rules know more, so theirs come first."""
    known = {(finding.emergency, finding.emergency or finding.risk) for finding in by_rules}
    extra = [f for f in by_classifier if (f.emergency, f.emergency or f.risk) not in known]
    return sorted([*by_rules, *extra], key=lambda finding: not finding.emergency)


def _lemmas(message: Message) -> list[str]:
    return [token.lemma for token in message.get(TEXT_TOKENS) or ()]

