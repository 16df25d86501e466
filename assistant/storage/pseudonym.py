"""The short name by which logs and reports may tell conversations apart."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.holdings import holdings

LENGTH = 16


def pseudonym(conversation: str) -> str:
    """Return a conversation's hashed id: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:LENGTH]


def find_conversations(connection: Connection, name: str) -> list[str]:
    """Return the stored conversations whose id, or hashed id, is ``name``."""
    stored: set[str] = set()
    for holding in holdings(connection):
        stored.update(connection.execute(sa.select(holding.conversation).distinct()).scalars())
    if name in stored:
        return [name]
    return sorted(each for each in stored if pseudonym(each) == name)
