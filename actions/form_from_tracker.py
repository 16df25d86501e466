"""Reads the hand-over form, and what was said before it, out of Rasa's tracker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker

from assistant.handoff.form import Form, FormReader, Step
from assistant.handoff.request import Said
from assistant.nlu.entities import HANDOVER_SLOTS

BEGINS_WITH = "action_handover"
_BY = {"user": "customer", "bot": "assistant"}


def form_from_tracker(tracker: Tracker, reader: FormReader) -> Form:
    """Return what was filled in so far."""
    form = reader.empty_form()
    for step, slot in HANDOVER_SLOTS.items():
        value = tracker.get_slot(slot)
        if value is not None:
            form = form.with_answer(Step(step), value)
    return form


def bot_has_spoken(tracker: Tracker) -> bool:
    """Tell whether something was said since the customer's last message."""
    for event in reversed(tracker.events):
        if event.get("event") in _BY:
            return bool(event.get("event") == "bot")
    return False


def said_before_form(tracker: Tracker) -> list[Said]:
    """Return the conversation up to the request for a person."""
    events = _before_form(tracker.events)
    return [
        Said(_BY[event["event"]], event["text"])
        for event in events
        if event.get("event") in _BY and event.get("text")
    ]


def _before_form(events: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if event.get("event") == "action" and event.get("name") == BEGINS_WITH:
            return events[:place]
    return events
