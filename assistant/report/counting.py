"""Counts what happened since the last time, from the events that Rasa stored."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from assistant.replies.reply import Kind
from assistant.storage.conversation_events import events, has_events
from assistant.storage.report_counts import (
    add_count,
    begin_counting,
    end_counting,
    first_seen,
    note_unanswered,
)

CONVERSATIONS = "conversations"
QUESTIONS = "questions"
KIND = "kind"
TOPIC = "topic"

# A process that is still storing a turn may hold an event number lower than the newest.
SETTLE_SECONDS = 60.0
PAGE_EVENTS = 2000


@dataclass
class _Turn:
    """A customer's message, and what was counted of its replies (they may come in several)."""

    event: int
    counted: set[tuple[str, str]] = field(default_factory=set)


def count_new(engine: Engine, *, now: float) -> int:
    """Count every settled event that wasn't counted yet; return how many. ``now``: since 1970."""
    total = 0
    while True:
        # Page by page, so that customers' messages needn't wait long to be stored.
        with engine.begin() as connection:
            counted = _count_page(connection, now)
        total += counted
        if counted < PAGE_EVENTS:
            return total


def _count_page(connection: Connection, now: float) -> int:
    last = begin_counting(connection)
    if not has_events(connection):
        return 0
    table = events.c
    unsettled = connection.execute(
        sa.select(sa.func.min(table.id)).where(
            table.id > last, table.timestamp > now - SETTLE_SECONDS
        )
    ).scalar()
    query = (
        sa.select(events)
        .where(table.id > last, table.type_name.in_(("user", "bot")))
        .order_by(table.id)
        .limit(PAGE_EVENTS)
    )
    if unsettled is not None:
        query = query.where(table.id < unsettled)
    turns: dict[str, _Turn] = {}
    rows = connection.execute(query).all()
    for row in rows:
        if row.type_name == "user":
            turns[row.sender_id] = _Turn(row.id)
            _count_question(connection, row)
        else:
            if row.sender_id not in turns:
                turns[row.sender_id] = _turn_counted_before(connection, row)
            _count_reply(connection, row, turns[row.sender_id])
    if rows:
        end_counting(connection, rows[-1].id)
    return len(rows)


def day_of(at: float) -> str:
    """Return the day of a time (seconds since 1970) in UTC, as in 2026-11-23."""
    return datetime.fromtimestamp(at, timezone.utc).date().isoformat()


def _count_question(connection: Connection, row: Any) -> None:
    day = day_of(row.timestamp)
    add_count(connection, day, QUESTIONS)
    if first_seen(connection, row.sender_id, day, row.timestamp):
        add_count(connection, day, CONVERSATIONS)


def _count_reply(connection: Connection, row: Any, turn: _Turn) -> None:
    found = _found(row.data)
    for measure, key in sorted(found - turn.counted):
        add_count(connection, day_of(row.timestamp), measure, key)
        if (measure, key) == (KIND, Kind.FALLBACK.value) and turn.event:
            note_unanswered(connection, turn.event, row.sender_id, row.timestamp)
    turn.counted |= found


def _found(data: str) -> set[tuple[str, str]]:
    """Return (measure, key) of all that a bot event, as JSON, counts for."""
    said = json.loads(data).get("metadata") or {}
    found = {(TOPIC, topic) for topic in said.get("topics") or ()}
    return found | {(KIND, said["kind"])} if said.get("kind") else found


def _turn_counted_before(connection: Connection, row: Any) -> _Turn:
    """Return the turn of a reply whose message, and maybe other replies, were counted earlier."""
    table = events.c
    earlier = sa.and_(table.sender_id == row.sender_id, table.id < row.id)
    event = connection.execute(
        sa.select(sa.func.max(table.id)).where(earlier, table.type_name == "user")
    ).scalar()
    turn = _Turn(event or 0)
    replies = connection.execute(
        sa.select(table.data).where(earlier, table.id > turn.event, table.type_name == "bot")
    )
    for data in replies.scalars():
        turn.counted |= _found(data)
    return turn
