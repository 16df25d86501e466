"""What commands on stored conversations share: the database, and which one is meant."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from assistant.storage.database import database, database_url
from assistant.storage.holdings import import_tables
from assistant.storage.pseudonym import find_conversations


class UnknownConversation(Exception):
    """Nothing is stored under the name that was given."""

    def __str__(self) -> str:
        return "Nothing is stored under that name. Fix: give a conversation's id or hashed id"


def open_database() -> Engine:
    """Return the database with every table of ours known."""
    import_tables()
    return database(database_url())


def conversations_named(engine: Engine, name: str) -> list[str]:
    """Return the conversations that an id or hashed id means. Raises UnknownConversation."""
    with engine.connect() as connection:
        found = find_conversations(connection, name)
    if not found:
        raise UnknownConversation
    return found
