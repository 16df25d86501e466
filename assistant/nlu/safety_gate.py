"""Rasa component: runs the safety gate on every message and exposes what it finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT
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
from assistant.nlu.risk_detector import HARMLESS_KEY, SUSPICION_KEY, UNLIKELY_KEY
from assistant.safety.findings import CLASSIFIER, Finding
from assistant.topics import EMERGENCY_TOPIC, GENERAL_EMERGENCY, REFER_TOPICS
from assistant.understanding.language import foreign_language
from assistant.understanding.risk_model import Suspicion


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SafetyGateComponent(GraphComponent):
    """Adds a ``risk`` or ``emergency`` entity for everything found.

    Two detectors, either of which is enough: the rules, and what the risk detector or the
    topic classifier suspects. Only what the rules call passing is left out where the risk
    detector is sure of the contrary, and forgotten where it doubts. The intent stays the
    classifier's.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        """Take the settings of ``config.yml``."""
        self._lasting_threshold: float = config["lasting_threshold"]
        self._certain_threshold: float = config["certain_threshold"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return from which probability a suspicion is remembered, and beyond any exclusion."""
        return {"lasting_threshold": 0.93, "certain_threshold": 0.99}

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
            certain = self._certain(message, by_classifier)
            excluded = [kind for kind in gate.excluded(text) if kind not in certain]
            believed = [finding for finding in by_classifier if finding.risk not in excluded]
            by_rules = _weighed(message, gate.findings(text))
            self._expose(message, merge(by_rules, believed))
            message.set(EXCLUDED_KEY, excluded, add_to_output=True)
            message.set(CHECKED_KEY, True, add_to_output=True)
        return messages

    def _expose(self, message: Message, findings: list[Finding]) -> None:
        length = len(message.get(TEXT) or "")
        kept = [e for e in message.get(ENTITIES, []) if e.get("extractor") != EXTRACTOR_NAME]
        found = [entity_from_finding(finding, length) for finding in findings]
        message.set(ENTITIES, kept + found, add_to_output=True)

    def _certain(self, message: Message, by_classifier: list[Finding]) -> list[str]:
        """Return the risk kinds that the classifier is too sure of for any exclusion."""
        suspicion: Suspicion | None = message.get(SUSPICION_KEY)
        if suspicion is None or suspicion.probability < self._certain_threshold:
            return []
        return [finding.risk for finding in by_classifier]

    def _from_classifier(self, message: Message) -> list[Finding]:
        if message.get(NOTHING_NEW_KEY) or foreign_language(message.get(TEXT) or ""):
            # "De tweede" isn't for a classifier, and it learnt Dutch only: the rules know the
            # grave words of other languages.
            return []
        suspicion: Suspicion | None = message.get(SUSPICION_KEY)
        if suspicion is not None:
            lasting = suspicion.probability >= self._lasting_threshold
            return [_finding(suspicion.kind, lasting)]
        # The answer to such a topic is a referral in any case.
        likeliest = next(iter(topic_ranking(message.get(INTENT_RANKING_KEY) or ())), None)
        return [_finding(likeliest[0], False)] if likeliest and likeliest[0] in REFER_TOPICS else []


def _weighed(message: Message, by_rules: list[Finding]) -> list[Finding]:
    """Return what the rules found; the risk detector has a say about passing words only.

    They are let pass where it is sure, and not remembered where it rather sees no harm.
    """
    if not any(finding.passing for finding in by_rules) or foreign_language(message.get(TEXT)):
        return by_rules
    if message.get(HARMLESS_KEY):
        return [finding for finding in by_rules if not finding.passing]
    unlikely = bool(message.get(UNLIKELY_KEY))
    return [replace(found, lasting=not (found.passing and unlikely)) for found in by_rules]


def _finding(kind: str, lasting: bool) -> Finding:
    emergency = kind == EMERGENCY_TOPIC
    risk = GENERAL_EMERGENCY if emergency else kind
    return Finding(risk, emergency=emergency, detector=CLASSIFIER, lasting=lasting)


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
