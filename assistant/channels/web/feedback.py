"""Stores the thumb that a visitor gives a message."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from assistant.channels.web.events import store_events
from assistant.channels.web.problems import Refused
from assistant.storage.web_events import event
from assistant.storage.web_feedback import give_feedback


def store_feedback(
    connection: Connection, conversation: str, body: dict[str, Any], *, now: float
) -> None:
    """Store a thumb, and an event by which other tabs and a reload show it.

    Raises Refused when the conversation has no such message.
    """
    number, thumb = int(body["event"]), body["thumb"]
    about = event(connection, conversation, number)
    if about is None or about.type != "message":
        raise Refused("not_found")
    give_feedback(connection, conversation, number, thumb, body.get("reason", ""), now=now)
    said = ("feedback", {"event": number, "thumb": thumb})
    store_events(connection, conversation, None, [said], now=now)
