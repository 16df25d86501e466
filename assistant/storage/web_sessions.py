"""The website's conversations: a token counts only while its conversation stands here."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

# Times are in seconds since 1970.
web_sessions = sa.Table(
    "web_sessions",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
    # The number of the conversation's latest event, and when it was stored.
    sa.Column("last_event", sa.Integer, nullable=False, default=0),
    sa.Column("changed_at", sa.Float, nullable=False, index=True),
)
holds_conversations(web_sessions, time="started_at")


def begin_session(
    connection: Connection, conversation: str, *, now: float, expires_at: float
) -> None:
    """Begin a conversation."""
    connection.execute(
        web_sessions.insert().values(
            conversation=conversation, started_at=now, expires_at=expires_at, changed_at=now
        )
    )


def is_live(connection: Connection, conversation: str, *, now: float) -> bool:
    """Tell whether a conversation goes on: it was neither deleted nor is it too old."""
    table = web_sessions.c
    query = sa.select(table.conversation).where(
        table.conversation == conversation, table.expires_at > now
    )
    return connection.execute(query).first() is not None


def expired_sessions(connection: Connection, *, now: float) -> list[str]:
    """Return the conversations whose time is over."""
    table = web_sessions.c
    query = sa.select(table.conversation).where(table.expires_at <= now)
    return list(connection.execute(query).scalars())


def changed_since(connection: Connection, moment: float) -> dict[str, int]:
    """Return the conversations that got an event since a moment, with the event's number."""
    table = web_sessions.c
    query = sa.select(table.conversation, table.last_event).where(table.changed_at >= moment)
    return {row.conversation: row.last_event for row in connection.execute(query)}


def next_events(connection: Connection, conversation: str, count: int, *, now: float) -> int | None:
    """Take the numbers of new events and return the first; None for a deleted conversation.

    Others who add to the conversation wait until the transaction ends, so that whoever reads an
    event has seen all before it.
    """
    table = web_sessions.c
    taken = connection.execute(
        web_sessions.update()
        .where(table.conversation == conversation)
        .values(last_event=table.last_event + count, changed_at=now)
    )
    if not taken.rowcount:
        return None
    query = sa.select(table.last_event).where(table.conversation == conversation)
    return int(connection.execute(query).scalar_one()) - count + 1
