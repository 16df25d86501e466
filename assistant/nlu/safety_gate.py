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
from assistant.nlu.entities import (
    CHECKED_KEY,
    EXCLUDED_KEY,
    EXTRACTOR_NAME,
    NOTHING_NEW_KEY,
    entity_from_finding,
    topic_ranking,
)
from assistant.nlu.guarded import guarded
from assistant.nlu.topic_classifier import CLAUSES_KEY
from assistant.safety.findings import CLASSIFIER, Finding
from assistant.topics import EMERGENCY_TOPIC, GENERAL_EMERGENCY, RISK_KINDS
from assistant.understanding.language import foreign_language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SafetyGateComponent(GraphComponent):
    """Adds a ``risk`` or ``emergency`` entity for everything found.

    Two detectors, either of which is enough: the rules, and the topic classifier at a low
    threshold. The intent stays the classifier's.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the classifier's thresholds from ``config.yml``."""
        self._risk_threshold: float = config["risk_threshold"]
        self._emergency_threshold: float = config["emergency_threshold"]
        self._clause_threshold: float = config["clause_threshold"]
        self._lasting_threshold: float = config["lasting_threshold"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the probabilities from which the classifier alone is believed."""
        return {
            "risk_threshold": 0.15,
            "emergency_threshold": 0.4,
            "clause_threshold": 0.4,
            "lasting_threshold": 0.5,
        }

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
            # Already here, so that they count even if the rules fail.
            self._expose(message, by_classifier)
            text = message.get(TEXT) or ""
            gate = brain().gate
            excluded = gate.excluded(text)
            believed = [finding for finding in by_classifier if finding.risk not in excluded]
            by_rules = gate.findings(text, _lemmas(message))
            self._expose(message, merge(by_rules, believed))
            message.set(EXCLUDED_KEY, excluded, add_to_output=True)
            message.set(CHECKED_KEY, True, add_to_output=True)
        return messages

    def _expose(self, message: Message, findings: list[Finding]) -> None:
        length = len(message.get(TEXT) or "")
        kept = [e for e in message.get(ENTITIES, []) if e.get("extractor") != EXTRACTOR_NAME]
        found = [entity_from_finding(finding, length) for finding in findings]
        message.set(ENTITIES, kept + found, add_to_output=True)

    def _from_classifier(self, message: Message) -> list[Finding]:
        if message.get(NOTHING_NEW_KEY) or foreign_language(message.get(TEXT) or ""):
            # "De tweede" isn't for a classifier, and it learnt Dutch only: the rules know the
            # grave words of other languages.
            return []
        whole = dict(topic_ranking(message.get(INTENT_RANKING_KEY) or ()))
        clauses: list[dict[str, float]] = message.get(CLAUSES_KEY) or []
        likeliest = max(whole, key=lambda topic: whole[topic], default=None)
        found = []
        for topic in (EMERGENCY_TOPIC, *RISK_KINDS):
            emergency = topic == EMERGENCY_TOPIC
            threshold = self._emergency_threshold if emergency else self._risk_threshold
            in_clauses = max((clause.get(topic, 0.0) for clause in clauses), default=0.0)
            if (
                whole.get(topic, 0.0) >= threshold
                or in_clauses >= self._clause_threshold
                # Asking back is for ordinary topics: a likeliest topic that is a risk counts.
                or (topic == likeliest and not emergency)
            ):
                risk = GENERAL_EMERGENCY if emergency else topic
                lasting = max(whole.get(topic, 0.0), in_clauses) >= self._lasting_threshold
                found.append(
                    Finding(risk, emergency=emergency, detector=CLASSIFIER, lasting=lasting)
                )
        return found


def merge(by_rules: list[Finding], by_classifier: list[Finding]) -> list[Finding]:
    """Join what both detectors found, emergencies first.

    The rules know which risk it is, so the classifier adds none to theirs; but an
    emergency that only the classifier sees counts beside a risk.
    """
    extra = [
        finding
        for finding in by_classifier
        if not by_rules or (finding.emergency and not any(f.emergency for f in by_rules))
    ]
    return sorted([*by_rules, *extra], key=lambda finding: not finding.emergency)


def _lemmas(message: Message) -> list[str]:
    return [token.lemma for token in message.get(TEXT_TOKENS) or ()]
