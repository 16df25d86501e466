"""Everything that is stored about a conversation, for the customer who asks for it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.holdings import holdings


def everything_about(connection: Connection, conversation: str) -> dict[str, list[dict[str, Any]]]:
    """Return a conversation's rows by table, each row as a mapping of column to value."""
    return {
        holding.table.name: [
            dict(row)
            for row in connection.execute(
                sa.select(holding.table).where(holding.conversation == conversation)
            ).mappings()
        ]
        for holding in holdings(connection)
    }
