"""Which table holds what of a conversation, so that none is forgotten in deleting or exporting."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import assistant.storage
from assistant.storage.conversation_events import events, has_events
from assistant.storage.database import metadata


@dataclass(frozen=True)
class Holding:
    """A table with rows of conversations.

    ``conversation`` is the column that names the conversation, ``time`` the one that says when,
    in seconds since 1970. Without a time, rows go together with the last timed row of their
    conversation.
    """

    table: sa.sql.expression.TableClause
    conversation: sa.sql.ColumnElement
    time: sa.sql.ColumnElement | None


_held: dict[str, Holding] = {}
_exempt: dict[str, str] = {}


def holds_conversations(
    table: sa.Table, *, conversation: str = "conversation", time: str | None
) -> None:
    """Register a table of ours whose rows belong to conversations."""
    _held[table.name] = Holding(
        table, table.c[conversation], None if time is None else table.c[time]
    )


def holds_no_conversation(table: sa.Table, reason: str) -> None:
    """Exempt a table of ours from deletion; ``reason`` says why it may stay."""
    _exempt[table.name] = reason


def unregistered() -> list[str]:
    """Return the names of our tables that nobody registered or exempted."""
    import_tables()
    return sorted(set(metadata.tables) - set(_held) - set(_exempt))


def holdings(connection: Connection) -> Iterator[Holding]:
    """Yield every table that holds something of conversations, dependent tables first."""
    if has_events(connection):
        yield Holding(events, events.c.sender_id, events.c.timestamp)
    for table in reversed(metadata.sorted_tables):
        if table.name in _held:
            yield _held[table.name]


def import_tables() -> None:
    """Import every module of this package, as each registers the tables that it defines."""
    for module in pkgutil.iter_modules(assistant.storage.__path__):
        importlib.import_module(f"{assistant.storage.__name__}.{module.name}")
