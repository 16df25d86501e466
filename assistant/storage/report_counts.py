"""What the report has counted so far: numbers by day, never a customer's words."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations, holds_no_conversation

_EVERYTHING = "events"

report_counts = sa.Table(
    "report_counts",
    metadata,
    # As in 2026-11-23, in UTC.
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("measure", sa.String(20), primary_key=True),
    sa.Column("key", sa.String(100), primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
holds_no_conversation(report_counts, "sums over all conversations of a day")

report_progress = sa.Table(
    "report_progress",
    metadata,
    sa.Column("name", sa.String(20), primary_key=True),
    sa.Column("last_event", sa.Integer, nullable=False),
)
holds_no_conversation(report_progress, "the number of the last event that was counted")

# Which conversations are in a day's sum already.
report_seen = sa.Table(
    "report_seen",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
)
holds_conversations(report_seen, time="at")

# Customers' messages that got no answer, by the number of their event.
report_unanswered = sa.Table(
    "report_unanswered",
    metadata,
    sa.Column("event", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)
holds_conversations(report_unanswered, time="at")


def begin_counting(connection: Connection) -> int:
    """Return the last event counted, and keep other processes from counting meanwhile."""
    table = report_progress.c
    held = connection.execute(
        report_progress.update()
        .where(table.name == _EVERYTHING)
        .values(last_event=table.last_event)
    )
    if held.rowcount == 0:
        connection.execute(report_progress.insert().values(name=_EVERYTHING, last_event=0))
    return int(connection.execute(sa.select(table.last_event)).scalar_one())


def end_counting(connection: Connection, last_event: int) -> None:
    """Remember the last event that was counted."""
    connection.execute(report_progress.update().values(last_event=last_event))


def add_count(connection: Connection, day: str, measure: str, key: str = "") -> None:
    """Count one more."""
    table = report_counts.c
    counted = connection.execute(
        report_counts.update()
        .where(table.day == day, table.measure == measure, table.key == key)
        .values(count=table["count"] + 1)
    )
    if counted.rowcount == 0:
        connection.execute(
            report_counts.insert().values(day=day, measure=measure, key=key, count=1)
        )


def first_seen(connection: Connection, conversation: str, day: str, at: float) -> bool:
    """Note that a conversation was there on a day; False when that was noted before."""
    table = report_seen.c
    known = connection.execute(
        sa.select(table.at).where(table.conversation == conversation, table.day == day)
    ).first()
    if known:
        return False
    connection.execute(report_seen.insert().values(conversation=conversation, day=day, at=at))
    return True


def note_unanswered(connection: Connection, event: int, conversation: str, at: float) -> None:
    """Note which message got no answer; its text stays where it is."""
    connection.execute(
        report_unanswered.insert().values(event=event, conversation=conversation, at=at)
    )


def counts_since(connection: Connection, day: str) -> list[tuple[str, str, str, int]]:
    """Return (day, measure, key, count) from a day on, in order."""
    table = report_counts.c
    query = sa.select(report_counts).where(table.day >= day).order_by(*report_counts.primary_key)
    return [tuple(row) for row in connection.execute(query)]
