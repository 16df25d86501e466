"""Requests for a person, and which conversations a person has taken over."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

# Times are in seconds since 1970. `content` is JSON: what the customer filled in and agreed to
# send; `remote` is JSON too: what a receiving system calls the request.
handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("remote", sa.Text, nullable=False, default="{}"),
    sa.Column("created_at", sa.Float, nullable=False),
)
holds_conversations(handovers, time="created_at")

takeovers = sa.Table(
    "takeovers",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    sa.Column("handover", sa.String(40), nullable=False),
    sa.Column("name", sa.String(100), nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
holds_conversations(takeovers, time="at")

# What a receiving system has told already, so that telling it twice does no harm.
takeover_events = sa.Table(
    "takeover_events",
    metadata,
    sa.Column("id", sa.String(100), primary_key=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)
holds_conversations(takeover_events, time="at")


@dataclass(frozen=True)
class StoredHandover:
    """A request as stored."""

    id: str
    conversation: str
    content: dict[str, Any]
    remote: dict[str, Any]
    created_at: float


@dataclass(frozen=True)
class Takeover:
    """A conversation that a person called ``name`` answers."""

    conversation: str
    handover: str
    name: str


def add(
    connection: Connection, handover: str, conversation: str, content: dict[str, Any], *, now: float
) -> bool:
    """Store a request; False when it was stored before."""
    return _insert_new(
        connection,
        handovers,
        id=handover,
        conversation=conversation,
        content=json.dumps(content, ensure_ascii=False),
        created_at=now,
    )


def find(connection: Connection, handover: str) -> StoredHandover | None:
    """Return a request by its id, None if it isn't (or no longer) stored."""
    query = sa.select(handovers).where(handovers.c.id == handover)
    row = connection.execute(query).mappings().first()
    return _stored(row) if row else None


def find_named(connection: Connection, name: str) -> list[StoredHandover]:
    """Return the requests whose id starts with ``name``."""
    query = sa.select(handovers).where(handovers.c.id.startswith(name, autoescape=True))
    return [_stored(row) for row in connection.execute(query).mappings()]


def newest_first(connection: Connection, limit: int) -> list[StoredHandover]:
    """Return the latest requests."""
    query = sa.select(handovers).order_by(handovers.c.created_at.desc()).limit(limit)
    return [_stored(row) for row in connection.execute(query).mappings()]


def keep_remote(connection: Connection, handover: str, remote: dict[str, Any]) -> None:
    """Remember what a receiving system calls a request."""
    connection.execute(
        handovers.update().where(handovers.c.id == handover).values(remote=json.dumps(remote))
    )


def take_over(connection: Connection, taken: Takeover, *, now: float) -> None:
    """Note that a person answers from now on."""
    end_takeover(connection, taken.conversation)
    connection.execute(
        takeovers.insert().values(
            conversation=taken.conversation, handover=taken.handover, name=taken.name, at=now
        )
    )


def end_takeover(connection: Connection, conversation: str) -> None:
    """Note that the assistant answers again."""
    connection.execute(takeovers.delete().where(takeovers.c.conversation == conversation))


def takeover_of(connection: Connection, conversation: str) -> Takeover | None:
    """Return who has taken over a conversation, None if nobody has."""
    query = sa.select(takeovers).where(takeovers.c.conversation == conversation)
    row = connection.execute(query).mappings().first()
    return Takeover(row["conversation"], row["handover"], row["name"]) if row else None


def first_told(connection: Connection, event: str, conversation: str, *, now: float) -> bool:
    """Note that an event was told; False when it was told before."""
    return _insert_new(connection, takeover_events, id=event, conversation=conversation, at=now)


def _insert_new(connection: Connection, table: sa.Table, **values: object) -> bool:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing(index_elements=["id"])
    return bool(connection.execute(statement).rowcount)


def _stored(row: Any) -> StoredHandover:
    return StoredHandover(
        id=row["id"],
        conversation=row["conversation"],
        content=json.loads(row["content"]),
        remote=json.loads(row["remote"]),
        created_at=row["created_at"],
    )
