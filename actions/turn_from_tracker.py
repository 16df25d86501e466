"""Reads a turn out of Rasa's tracker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker

from assistant.dialogue.turn import Recall, Turn
from assistant.nlu.entities import (
    ACT_KEY,
    CHECKED_KEY,
    EXCLUDED_KEY,
    PRODUCT_KEY,
    RECALL_SLOT,
    REMINDED_SLOT,
    RISKS_SLOT,
    SHORT_KEY,
    TAKEN_BACK_KEY,
    TOPICS_KEY,
    findings_from_entities,
    topic_ranking,
)
from assistant.replies.reply import Kind
from assistant.safety.gate import SafetyGate
from assistant.topics import FALLBACK_INTENT
from assistant.understanding.follow_up import Act

_MISSES = (Kind.CLARIFY.value, Kind.FALLBACK.value)


def turn_from_tracker(tracker: Tracker, gate: SafetyGate) -> Turn:
    """Return the latest turn; the rules run here if the NLU component could not run them."""
    message = tracker.latest_message
    text = message.get("text") or ""
    from_button = text.startswith("/")
    findings = findings_from_entities(message.get("entities") or ())
    if not message.get(CHECKED_KEY) and not from_button:
        findings = findings or tuple(gate.findings(text))
    risks = tuple(tracker.get_slot(RISKS_SLOT) or ())
    intent = (message.get("intent") or {}).get("name")
    bot_messages = [event for event in tracker.events if event.get("event") == "bot"]
    return Turn(
        text=text,
        intent=None if intent == FALLBACK_INTENT else intent,
        topics=tuple(message.get(TOPICS_KEY) or ()),
        candidates=tuple(topic for topic, _ in topic_ranking(message.get("intent_ranking") or ())),
        findings=findings,
        excluded=tuple(message.get(EXCLUDED_KEY) or ()),
        risks=risks,
        taken_back=tuple(risk for risk in message.get(TAKEN_BACK_KEY) or () if risk in risks),
        reminded=tuple(tracker.get_slot(REMINDED_SLOT) or ()),
        recall=_recall(tracker) if risks else Recall.NO,
        times_answered=Counter(
            topic
            for event in bot_messages
            if _metadata(event).get("kind") == Kind.ANSWER.value
            for topic in _metadata(event).get("topics", ())
        ),
        missed_before=_was_a_miss(tracker.events),
        from_button=from_button,
        act=Act(message[ACT_KEY]) if message.get(ACT_KEY) else None,
        product=_product(tracker.events),
        short=_last_said(tracker.events).get(SHORT_KEY) is True,
    )


def _recall(tracker: Tracker) -> Recall:
    """Return whether to ask about known risks: once, at the first chance in a new session."""
    since = [event.get("event") for event in tracker.events]
    if "session_started" in since:
        place = len(since) - since[::-1].index("session_started")
        if since[place:].count("user") == 1:
            return Recall.DUE
    return Recall(tracker.get_slot(RECALL_SLOT) or Recall.NO)


def _product(events: Iterable[dict[str, Any]]) -> str | None:
    product = _last_said(events).get(PRODUCT_KEY)
    return str(product) if product else None


def _last_said(events: Iterable[dict[str, Any]]) -> dict[str, Any]:
    said = [event for event in events if event.get("event") == "user"]
    return _metadata(said[-1]) if said else {}


def _was_a_miss(events: Iterable[dict[str, Any]]) -> bool:
    turns: list[list[dict[str, Any]]] = [[]]
    for event in events:
        if event.get("event") == "user":
            turns.append([])
        elif event.get("event") == "bot":
            turns[-1].append(_metadata(event))
    said_before = turns[-2] if len(turns) > 1 else []
    return bool(said_before) and all(
        said.get("kind") in _MISSES and not said.get("topics") for said in said_before
    )


def _metadata(event: dict[str, Any]) -> dict[str, Any]:
    return event.get("metadata") or {}
