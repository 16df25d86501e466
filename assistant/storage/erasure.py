"""Deletes conversations from every table: one that is named, or all that is too old."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from assistant.storage.holdings import holdings


def erase(connection: Connection, conversation: str) -> dict[str, int]:
    """Delete everything of a conversation; return the rows deleted by table.

    Everything or nothing, within the connection's transaction.
    """
    return {
        holding.table.name: connection.execute(
            holding.table.delete().where(holding.conversation == conversation)
        ).rowcount
        for holding in holdings(connection)
    }


def erase_older(connection: Connection, before: float) -> dict[str, int]:
    """Delete every row from before a time (seconds since 1970); return the rows by table."""
    deleted: dict[str, int] = {}
    everything = list(holdings(connection))
    for holding in everything:
        if holding.time is not None:
            # Rasa carries what it knows of a customer over into every new session, so old
            # events can go from the head of a conversation that is still going on.
            deleted[holding.table.name] = connection.execute(
                holding.table.delete().where(holding.time < before)
            ).rowcount
    timed = [holding.conversation for holding in everything if holding.time is not None]
    for holding in everything:
        if holding.time is None:
            alive = [sa.exists().where(each == holding.conversation) for each in timed]
            deleted[holding.table.name] = connection.execute(
                holding.table.delete().where(~sa.or_(sa.false(), *alive))
            ).rowcount
    return deleted


def sweep(engine: Engine) -> None:
    """Give back the space of deleted rows, so that the files don't keep what they held."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            # Overwritten pages are in the log until it is brought back into the database.
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        elif engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM")
