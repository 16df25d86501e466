"""What waits to be sent to another service, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

PENDING, SENT, DEAD = "pending", "sent", "dead"
MAX_ERROR_CHARACTERS = 200

# Times are in seconds since 1970.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("order_key", sa.String(255), nullable=False),
    sa.Column("idempotency_key", sa.String(255), nullable=False, unique=True),
    sa.Column("conversation", sa.String(255), nullable=False, index=True),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False, default=PENDING),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("next_at", sa.Float, nullable=False),
    sa.Column("leased_until", sa.Float, nullable=False, default=0.0),
    sa.Column("last_error", sa.String(MAX_ERROR_CHARACTERS), nullable=False, default=""),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("sent_at", sa.Float),
    sa.Index("outbox_due", "state", "kind", "next_at"),
    sa.Index("outbox_order", "state", "kind", "order_key", "id"),
)
holds_conversations(outbox, time="created_at")


@dataclass(frozen=True)
class Item:
    """Something to send. ``attempts`` are those that failed, ``leased_until`` names the lease."""

    id: int
    kind: str
    order_key: str
    idempotency_key: str
    conversation: str
    payload: dict[str, Any]
    attempts: int
    created_at: float
    leased_until: float


@dataclass(frozen=True)
class GivenUp:
    """Something that won't be sent any more, and why; times are in seconds since 1970."""

    id: int
    kind: str
    attempts: int
    error: str
    created_at: float


def put_in_outbox(
    connection: Connection,
    kind: str,
    order_key: str,
    idempotency_key: str,
    conversation: str,
    payload: dict[str, Any],
    *,
    now: float,
) -> bool:
    """Store an item within the caller's transaction; False when its key was stored before."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    stored = connection.execute(
        insert(outbox)
        .values(
            kind=kind,
            order_key=order_key,
            idempotency_key=idempotency_key,
            conversation=conversation,
            payload=json.dumps(payload, ensure_ascii=False),
            next_at=now,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["idempotency_key"])
    )
    return bool(stored.rowcount)


def lease(
    engine: Engine, kind: str, *, limit: int, seconds: float, longest_wait: float, now: float
) -> list[Item]:
    """Take up to ``limit`` items that are due, for ``seconds``; none waits for ``longest_wait``.

    Only the first unsent item of an order key is ever taken, so that none overtakes another.
    """
    table, earlier = outbox.c, outbox.alias("earlier")
    overtakes = sa.exists().where(
        earlier.c.state == PENDING,
        earlier.c.kind == table.kind,
        earlier.c.order_key == table.order_key,
        earlier.c.id < table.id,
    )
    free = (table.state == PENDING, _is_past(table.leased_until, now, seconds))
    due = (
        sa.select(outbox)
        .where(*free, table.kind == kind, _is_past(table.next_at, now, longest_wait), ~overtakes)
        .order_by(table.next_at, table.id)
        .limit(limit)
    )
    with engine.connect() as connection:
        found = connection.execute(due).mappings().all()
    taken = []
    for row in found:
        with engine.begin() as connection:
            # Another process may have taken it since.
            won = connection.execute(
                outbox.update()
                .where(table.id == row["id"], *free)
                .values(leased_until=now + seconds)
            ).rowcount
        if won:
            taken.append(_item(row, now + seconds))
    return taken


def mark_sent(engine: Engine, item: Item, *, now: float) -> None:
    """Note that an item arrived; its content is dropped, as nothing needs it any more."""
    with engine.begin() as connection:
        connection.execute(
            outbox.update()
            .where(outbox.c.id == item.id)
            .values(state=SENT, sent_at=now, payload="{}", leased_until=0.0, last_error="")
        )


def mark_failed(
    engine: Engine, item: Item, error: str, *, next_at: float, counts: bool = True
) -> None:
    """Note a failure and try again from ``next_at`` on; ``counts``: as an attempt of its own."""
    _update_leased(
        engine,
        item,
        attempts=item.attempts + int(counts),
        next_at=next_at,
        last_error=error[:MAX_ERROR_CHARACTERS],
    )


def mark_dead(engine: Engine, item: Item, error: str) -> None:
    """Give an item up for good; what waits behind it goes on."""
    _update_leased(
        engine,
        item,
        state=DEAD,
        attempts=item.attempts + 1,
        last_error=error[:MAX_ERROR_CHARACTERS],
    )


def release(engine: Engine, items: Iterable[Item]) -> None:
    """Give back items that were taken but not tried."""
    for item in items:
        _update_leased(engine, item)


def counts(connection: Connection) -> dict[str, dict[str, int]]:
    """Return how many items there are by kind and state."""
    table = outbox.c
    query = sa.select(table.kind, table.state, sa.func.count()).group_by(table.kind, table.state)
    found: dict[str, dict[str, int]] = {}
    for kind, state, count in connection.execute(query.order_by(table.kind)):
        found.setdefault(kind, {})[state] = count
    return found


def given_up(connection: Connection, limit: int) -> list[GivenUp]:
    """Return the last dead items, newest first."""
    table = outbox.c
    query = (
        sa.select(table.id, table.kind, table.attempts, table.last_error, table.created_at)
        .where(table.state == DEAD)
        .order_by(table.id.desc())
        .limit(limit)
    )
    return [GivenUp(*row) for row in connection.execute(query)]


def revive_dead(connection: Connection, kind: str, *, error: str = "", now: float) -> int:
    """Let every dead item of a kind be tried again; return how many there are.

    Only those whose last error holds ``error``.
    """
    holds = outbox.c.last_error.contains(error, autoescape=True)
    return _revive(connection, sa.and_(outbox.c.kind == kind, holds), now=now)


def revive_dead_item(connection: Connection, item_id: int, *, now: float) -> int:
    """Let a dead item be tried again; return 1, or 0 when there is no such dead item."""
    return _revive(connection, outbox.c.id == item_id, now=now)


def _revive(connection: Connection, which: sa.sql.ColumnElement, *, now: float) -> int:
    revived = connection.execute(
        outbox.update()
        .where(which, outbox.c.state == DEAD)
        .values(state=PENDING, attempts=0, next_at=now, created_at=now, leased_until=0.0)
    )
    return int(revived.rowcount)


def states(connection: Connection, order_key: str) -> list[tuple[str, str]]:
    """Return kind and state of every item with an order key, oldest first."""
    table = outbox.c
    query = (
        sa.select(table.kind, table.state).where(table.order_key == order_key).order_by(table.id)
    )
    return [(kind, state) for kind, state in connection.execute(query)]


def revive_dead_of(connection: Connection, order_key: str, *, now: float) -> int:
    """Let every dead item with an order key be tried again; return how many there are."""
    return _revive(connection, outbox.c.order_key == order_key, now=now)


def _is_past(column: sa.Column, now: float, longest: float) -> sa.sql.ColumnElement:
    # What seems to lie farther ahead than anything can was noted before the clock was set back.
    return sa.or_(column <= now, column > now + 2 * longest)


def _update_leased(engine: Engine, item: Item, **values: object) -> None:
    table = outbox.c
    with engine.begin() as connection:
        connection.execute(
            outbox.update()
            # Once the lease is over, what becomes of the item is another process's to say.
            .where(table.id == item.id, table.leased_until == item.leased_until)
            .values(leased_until=0.0, **values)
        )


def _item(row: Any, leased_until: float) -> Item:
    return Item(
        id=row["id"],
        kind=row["kind"],
        order_key=row["order_key"],
        idempotency_key=row["idempotency_key"],
        conversation=row["conversation"],
        payload=json.loads(row["payload"]),
        attempts=row["attempts"],
        created_at=row["created_at"],
        leased_until=leased_until,
    )
