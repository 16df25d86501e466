"""Takes in what a visitor sends, once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from assistant.brain import Brain
from assistant.channels.web.events import event_data, store_events
from assistant.channels.web.problems import Refused
from assistant.channels.web.welcome import suggestions
from assistant.nlu.entities import OFFERED_KEY, PRODUCT_KEY
from assistant.storage.inbox import accept, is_answered
from assistant.storage.web_events import events_about, events_of_type

CHANNEL = "web"


def receipt(connection: Connection, conversation: str, message_id: str) -> dict[str, Any] | None:
    """Return the schema's Receipt of a message; None for one that was never taken in."""
    answered = is_answered(connection, conversation, message_id)
    if answered is None:
        return None
    return {
        "id": message_id,
        "status": "answered" if answered else "accepted",
        "events": [event_data(each) for each in events_about(connection, conversation, message_id)],
    }


def receive(
    connection: Connection, conversation: str, body: dict[str, Any], live: Brain, *, now: float
) -> dict[str, Any]:
    """Take a message in, unless it is known, and return its Receipt.

    Raises Refused for a button that was never shown.
    """
    known = receipt(connection, conversation, body["id"])
    if known is not None:
        return known
    metadata: dict[str, Any] = {}
    product = (body.get("page") or {}).get("product")
    if product in live.composer.knowledge.shop.products:
        metadata[PRODUCT_KEY] = product
    text = shown = said(body)
    if "payload" in body:
        title = _offered(connection, conversation, text, live)
        if title is not None:
            shown = title
            metadata[OFFERED_KEY] = True
        elif not live.gate.findings(text):
            raise Refused("unknown_payload")
    if accept(connection, conversation, CHANNEL, body["id"], text, metadata, now=now):
        event = ("user", {"text": shown})
        if not store_events(connection, conversation, body["id"], [event], now=now):
            # Deleted a moment ago; the transaction is undone.
            raise Refused("unauthorized")
    taken = receipt(connection, conversation, body["id"])
    if taken is None:
        raise Refused("unauthorized")
    return taken


def said(body: dict[str, Any]) -> str:
    """Return the text or payload of a message's body."""
    return str(body["text"] if "text" in body else body["payload"])


def _offered(connection: Connection, conversation: str, payload: str, live: Brain) -> str | None:
    buttons = [
        button
        for event in events_of_type(connection, conversation, "message")
        for button in event.body["buttons"]
    ]
    for button in (*buttons, *suggestions(live.composer)):
        if button["payload"] == payload:
            return str(button["title"])
    return None
