"""What is done once a day, by whichever process comes first."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_no_conversation

# Somewhat less than a day, so that a job that starts a little late doesn't skip a day.
PAUSE_SECONDS = 20 * 3600.0

daily_jobs = sa.Table(
    "daily_jobs",
    metadata,
    sa.Column("name", sa.String(40), primary_key=True),
    sa.Column("claimed_at", sa.Float, nullable=False),
)
holds_no_conversation(daily_jobs, "names of jobs and when they last ran")


def make_known(engine: Engine, name: str) -> None:
    """Add a job that never ran, so that it can be claimed."""
    table = daily_jobs.c
    with engine.connect() as connection:
        if connection.execute(sa.select(table.name).where(table.name == name)).first():
            return
    try:
        with engine.begin() as connection:
            connection.execute(daily_jobs.insert().values(name=name, claimed_at=0.0))
    except IntegrityError:
        # Another process was a moment earlier.
        return


def claim(connection: Connection, name: str, *, now: float) -> bool:
    """Take today's turn at a job; False when a process took it. ``now``: seconds since 1970.

    Others wait until the transaction ends; if it fails, the turn is free again.
    """
    table = daily_jobs.c
    taken = connection.execute(
        daily_jobs.update()
        .where(table.name == name, table.claimed_at <= now - PAUSE_SECONDS)
        .values(claimed_at=now)
    )
    return bool(taken.rowcount)
