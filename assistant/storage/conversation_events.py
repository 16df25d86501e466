"""Rasa's own table of events, which its tracker store makes beside our tables."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

# `timestamp` is in seconds since 1970, `data` the whole event as JSON text.
events = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("sender_id", sa.String),
    sa.column("type_name", sa.String),
    sa.column("timestamp", sa.Float),
    sa.column("data", sa.Text),
)


def has_events(connection: Connection) -> bool:
    """Tell whether Rasa made its table; it does when a server first starts."""
    return bool(sa.inspect(connection).has_table(events.name))
