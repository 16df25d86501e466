"""What a visitor of the website sees of a conversation, event by event."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations
from assistant.storage.web_sessions import next_events

web_events = sa.Table(
    "web_events",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    # Counts the conversation's events from 1.
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    # In seconds since 1970.
    sa.Column("at", sa.Float, nullable=False, index=True),
    # The visitor's own id of the message that this answers, or that this is.
    sa.Column("in_reply_to", sa.String(255)),
    sa.Column("type", sa.String(20), nullable=False),
    # The event's other members, as JSON.
    sa.Column("body", sa.Text, nullable=False),
)
holds_conversations(web_events, time="at")


@dataclass(frozen=True)
class WebEvent:
    """An event; ``body`` is JSON data. ``at`` is in seconds since 1970."""

    number: int
    at: float
    in_reply_to: str | None
    type: str
    body: dict[str, Any]


def add_events(
    connection: Connection,
    conversation: str,
    in_reply_to: str | None,
    events: Sequence[tuple[str, dict[str, Any]]],
    *,
    now: float,
) -> bool:
    """Store events, each a type and a body, in order; False when the conversation was deleted."""
    if not events:
        return True
    first = next_events(connection, conversation, len(events), now=now)
    if first is None:
        return False
    connection.execute(
        web_events.insert(),
        [
            {
                "conversation": conversation,
                "number": first + index,
                "at": now,
                "in_reply_to": in_reply_to,
                "type": event_type,
                "body": json.dumps(body, ensure_ascii=False),
            }
            for index, (event_type, body) in enumerate(events)
        ],
    )
    return True


def events_after(
    connection: Connection, conversation: str, number: int, *, limit: int
) -> list[WebEvent]:
    """Return up to ``limit`` events of a conversation after a number, in order."""
    table = web_events.c
    return _read(
        connection,
        sa.select(web_events)
        .where(table.conversation == conversation, table.number > number)
        .order_by(table.number)
        .limit(limit),
    )


def events_about(connection: Connection, conversation: str, in_reply_to: str) -> list[WebEvent]:
    """Return a visitor's message and what answered it."""
    table = web_events.c
    return _read(
        connection,
        sa.select(web_events)
        .where(table.conversation == conversation, table.in_reply_to == in_reply_to)
        .order_by(table.number),
    )


def event(connection: Connection, conversation: str, number: int) -> WebEvent | None:
    """Return one event of a conversation."""
    table = web_events.c
    query = sa.select(web_events).where(table.conversation == conversation, table.number == number)
    return next(iter(_read(connection, query)), None)


def events_of_type(connection: Connection, conversation: str, event_type: str) -> list[WebEvent]:
    """Return all events of one type, the latest first."""
    table = web_events.c
    return _read(
        connection,
        sa.select(web_events)
        .where(table.conversation == conversation, table.type == event_type)
        .order_by(table.number.desc()),
    )


def _read(connection: Connection, query: sa.sql.Select) -> list[WebEvent]:
    rows: Iterable[Any] = connection.execute(query)
    return [
        WebEvent(row.number, row.at, row.in_reply_to, row.type, json.loads(row.body))
        for row in rows
    ]
