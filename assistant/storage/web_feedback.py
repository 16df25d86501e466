"""The thumbs that visitors of the website gave messages."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

web_feedback = sa.Table(
    "web_feedback",
    metadata,
    sa.Column("conversation", sa.String(255), primary_key=True),
    # The number of the message's event.
    sa.Column("event", sa.Integer, primary_key=True, autoincrement=False),
    # "up" or "down".
    sa.Column("value", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    # In seconds since 1970.
    sa.Column("at", sa.Float, nullable=False, index=True),
)
holds_conversations(web_feedback, time="at")


def give_feedback(
    connection: Connection, conversation: str, event: int, value: str, reason: str, *, now: float
) -> None:
    """Store a thumb; a later one about the same message replaces it."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    given = {"value": value, "reason": reason, "at": now}
    connection.execute(
        insert(web_feedback)
        .values(conversation=conversation, event=event, **given)
        .on_conflict_do_update(index_elements=["conversation", "event"], set_=given)
    )
