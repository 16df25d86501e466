"""Messages of customers from acceptance to answer: each is answered once, in order.

An accepted message is a committed row. Whoever claims it holds it for a lease; `attempts` tells
the holders apart, so that one whose lease ran out can't finish what another took over.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False),
    sa.Column("channel", sa.String(40), nullable=False),
    # The sender's own number of the message; a second one with the same is a repetition.
    sa.Column("message_id", sa.String(255), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("metadata", sa.Text, nullable=False),
    sa.Column("accepted_at", sa.Float, nullable=False),
    sa.Column("claimed_until", sa.Float, nullable=False, default=0.0),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("answered_at", sa.Float),
    sa.UniqueConstraint("conversation", "message_id"),
    sqlite_autoincrement=True,
)
holds_conversations(inbox, time="accepted_at")
sa.Index(
    "inbox_waiting",
    inbox.c.conversation,
    inbox.c.id,
    postgresql_where=inbox.c.answered_at.is_(None),
    sqlite_where=inbox.c.answered_at.is_(None),
)


@dataclass(frozen=True)
class Accepted:
    """A message that was accepted; ``attempts`` counts the claims, this one's included.

    ``accepted_at`` is in seconds since 1970, ``metadata`` is JSON data for the engine.
    """

    id: int
    conversation: str
    channel: str
    message_id: str
    text: str
    metadata: dict[str, Any]
    accepted_at: float
    attempts: int


def accept(
    connection: Connection,
    conversation: str,
    channel: str,
    message_id: str,
    text: str,
    message_metadata: dict[str, Any],
    *,
    now: float,
) -> bool:
    """Take a message in; False when it is known already. ``now``: seconds since 1970."""
    insert = _INSERT[connection.dialect.name]
    taken = connection.execute(
        insert(inbox)
        .values(
            conversation=conversation,
            channel=channel,
            message_id=message_id,
            text=text,
            metadata=json.dumps(message_metadata),
            accepted_at=now,
        )
        .on_conflict_do_nothing()
    )
    return bool(taken.rowcount)


def is_answered(connection: Connection, conversation: str, message_id: str) -> bool | None:
    """Tell whether a message has been answered; None for one that was never accepted."""
    row = connection.execute(
        sa.select(inbox.c.answered_at).where(
            inbox.c.conversation == conversation, inbox.c.message_id == message_id
        )
    ).first()
    return None if row is None else row.answered_at is not None


def is_waiting(connection: Connection, conversation: str) -> bool:
    """Tell whether a conversation waits for an answer."""
    table = inbox.c
    query = sa.select(table.id).where(
        table.conversation == conversation, table.answered_at.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def claim(
    connection: Connection, conversation: str, *, now: float, lease: float
) -> Accepted | None:
    """Claim a conversation's oldest unanswered message for ``lease`` seconds.

    None when there is none or when another worker holds it.
    """
    table = inbox.c
    oldest = connection.execute(
        sa.select(inbox)
        .where(table.conversation == conversation, table.answered_at.is_(None))
        .order_by(table.id)
        .limit(1)
    ).first()
    if oldest is None:
        return None
    claimed = connection.execute(
        inbox.update()
        .where(
            table.id == oldest.id,
            table.attempts == oldest.attempts,
            table.answered_at.is_(None),
            _free(now, lease),
        )
        .values(claimed_until=now + lease, attempts=table.attempts + 1)
    )
    if not claimed.rowcount:
        return None
    return Accepted(
        id=oldest.id,
        conversation=oldest.conversation,
        channel=oldest.channel,
        message_id=oldest.message_id,
        text=oldest.text,
        metadata=json.loads(oldest.metadata),
        accepted_at=oldest.accepted_at,
        attempts=oldest.attempts + 1,
    )


def renew(connection: Connection, message: Accepted, *, now: float, lease: float) -> bool:
    """Hold a claimed message longer; False when another worker took it over."""
    return _update_held(connection, message, claimed_until=now + lease)


def release(connection: Connection, message: Accepted) -> None:
    """Give a claimed message back at once."""
    _update_held(connection, message, claimed_until=0.0)


def mark_answered(connection: Connection, message: Accepted, *, now: float) -> bool:
    """Mark a claimed message as answered; False when that isn't this holder's any more.

    Its text goes: the conversation's own events keep it.
    """
    return _update_held(connection, message, answered_at=now, text="")


def waiting(connection: Connection, *, now: float, lease: float, limit: int) -> list[str]:
    """Return up to ``limit`` conversations with a message that nobody holds, oldest first."""
    table = inbox.c
    rows = connection.execute(
        sa.select(table.conversation, sa.func.min(table.id))
        .where(table.answered_at.is_(None), _free(now, lease))
        .group_by(table.conversation)
        .order_by(sa.func.min(table.id))
        .limit(limit)
    )
    return [row.conversation for row in rows]


def _free(now: float, lease: float) -> sa.sql.ColumnElement:
    # No claim lasts longer than a lease: one that seems to was made before the clock was set back.
    until = inbox.c.claimed_until
    return sa.or_(until <= now, until > now + 2 * lease)


def _update_held(connection: Connection, message: Accepted, **values: Any) -> bool:
    table = inbox.c
    updated = connection.execute(
        inbox.update()
        .where(
            table.id == message.id,
            table.attempts == message.attempts,
            table.answered_at.is_(None),
        )
        .values(**values)
    )
    return bool(updated.rowcount)
