"""A conversation's events as the widget gets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.replies.message import Message
from assistant.replies.reply import DUTCH, Kind, LinkRole
from assistant.storage.web_events import WebEvent, add_events

NOTIFY_CHANNEL = "web_events"


def event_data(event: WebEvent) -> dict[str, Any]:
    """Return an event as the schema describes it."""
    return {
        "id": event.number,
        "at": iso_time(event.at),
        "in_reply_to": event.in_reply_to,
        "type": event.type,
        **event.body,
    }


def iso_time(moment: float) -> str:
    """Write seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds")


def event_of(message: Message) -> tuple[str, dict[str, Any]]:
    """Return type and body of the event for a message to a visitor.

    A message with a ``status`` tells how it stands with a person; one with ``from`` is by a
    person of that name.
    """
    text = message.get("text") or ""
    if message.get("status"):
        body = {"status": message["status"], "text": text}
        return "handover", {**body, **_named(message, "name")}
    links = list(message.get("links") or ())
    language = message.get("language") or DUTCH
    if any(link["role"] == LinkRole.SOURCE.value for link in links):
        text = _without_paragraph(text, message.get("source") or "")
    return "message", {
        "kind": message.get("kind") or Kind.FALLBACK.value,
        "topics": list(message.get("topics") or ()),
        "text": text,
        "buttons": list(message.get("buttons") or ()),
        "links": links,
        **_named(message, "from"),
        **({} if language == DUTCH else {"lang": language}),
    }


def store_events(
    connection: Connection,
    conversation: str,
    in_reply_to: str | None,
    events: Sequence[tuple[str, dict[str, Any]]],
    *,
    now: float,
) -> bool:
    """Store events and wake the streams of all processes; False for a deleted conversation."""
    stored = add_events(connection, conversation, in_reply_to, events, now=now)
    if stored and connection.dialect.name == "postgresql":
        # Sent when the transaction is committed.
        connection.execute(sa.select(sa.func.pg_notify(NOTIFY_CHANNEL, conversation)))
    return stored


def _named(message: Message, key: str) -> dict[str, str]:
    return {key: str(message[key])} if message.get(key) else {}


def _without_paragraph(text: str, paragraph: str) -> str:
    return "\n\n".join(part for part in text.split("\n\n") if part != paragraph)
