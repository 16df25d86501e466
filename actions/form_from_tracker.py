"""Reads the hand-over form, and what was said before it, out of Rasa's tracker."""

from __future__ import annotations

from rasa_sdk import Tracker

from assistant.handoff.form import Form, FormReader, Step
from assistant.handoff.request import MAX_MESSAGES, Said
from assistant.nlu.entities import HANDOVER_MESSAGES_SLOT, HANDOVER_SLOTS

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


def last_messages(tracker: Tracker) -> list[Said]:
    """Return the last of what customer and assistant said."""
    said = [
        Said(_BY[event["event"]], event["text"])
        for event in tracker.events
        if event.get("event") in _BY and event.get("text")
    ]
    return said[-MAX_MESSAGES:]


def messages_before_form(tracker: Tracker) -> list[Said]:
    """Return what was said before the form began."""
    kept = tracker.get_slot(HANDOVER_MESSAGES_SLOT) or ()
    return [Said(message["by"], message["text"]) for message in kept]
