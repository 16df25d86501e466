"""What a parsed message tells the actions: findings as Rasa entities, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assistant.dialogue.known_risks import KnownRisks
from assistant.handoff.form import Form, Step
from assistant.safety.findings import RULES, Finding
from assistant.topics import FALLBACK_INTENT

RISK_ENTITY = "risk"
EMERGENCY_ENTITY = "emergency"
EXTRACTOR_NAME = "SafetyGate"
# What the components add to a parsed message for the actions to read.
CHECKED_KEY = "safety_checked"
EXCLUDED_KEY = "excluded_risks"
TOPICS_KEY = "topics"
ACT_KEY = "act"
NOTHING_NEW_KEY = "says_nothing_new"
TAKEN_BACK_KEY = "taken_back_risks"
RISKS_SLOT = "risks"
# Which of those risks the customer was reminded of, and whether to ask if they still hold.
REMINDED_SLOT = "risks_reminded"
RECALL_SLOT = "risks_recall"
# What a channel says about a message in its metadata: a button that it has shown itself, the
# product whose page the customer is on, and that answers are to be short.
OFFERED_KEY = "offered"
PRODUCT_KEY = "product"
SHORT_KEY = "short"

# The hand-over form: whether it is to begin, its request's id, what was said before it, and its
# answers.
HANDOVER_WANTED_SLOT = "handover_wanted"
HANDOVER_ID_SLOT = "handover_id"
HANDOVER_MESSAGES_SLOT = "handover_messages"
HANDOVER_SLOTS = {step: f"handover_{step.value}" for step in Step}
# Who answers while a person has taken over.
TAKEN_OVER_SLOT = "taken_over_by"


def handover_slots(form: Form | None) -> dict[str, Any]:
    """Return the slots that hold a form's answers; empty ones without a form."""
    return {slot: form.get(step) if form else None for step, slot in HANDOVER_SLOTS.items()}


def known_risks_slots(known: KnownRisks) -> dict[str, Any]:
    """Return the slots that hold what is known about risks."""
    return {
        RISKS_SLOT: list(known.risks),
        REMINDED_SLOT: list(known.reminded),
        RECALL_SLOT: known.recall.value,
    }


def topic_ranking(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, float]]:
    """Return topics and probabilities of Rasa's intent ranking, without "not understood"."""
    return [
        (entry["name"], float(entry["confidence"]))
        for entry in entries
        if entry["name"] != FALLBACK_INTENT
    ]


def entity_from_finding(finding: Finding, length: int) -> dict[str, Any]:
    """Return the entity for a finding in a message of ``length`` characters."""
    entity = {
        "entity": EMERGENCY_ENTITY if finding.emergency else RISK_ENTITY,
        "value": finding.risk,
        "start": 0,
        "end": length,
        "extractor": EXTRACTOR_NAME,
        "detector": finding.detector,
        "lasting": finding.lasting,
    }
    if finding.medicine_class:
        entity["medicine_class"] = finding.medicine_class
    return entity


def findings_from_entities(entities: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings among a message's entities."""
    return tuple(
        Finding(
            entity["value"],
            emergency=entity["entity"] == EMERGENCY_ENTITY,
            medicine_class=entity.get("medicine_class"),
            detector=entity.get("detector", RULES),
            lasting=entity.get("lasting", True),
        )
        for entity in entities
        if entity.get("entity") in (RISK_ENTITY, EMERGENCY_ENTITY)
    )
