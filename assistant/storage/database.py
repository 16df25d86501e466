"""Opens the one database: SQLite by default, PostgreSQL by setting."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.pool import QueuePool

URL_VARIABLE = "ASSISTANT_DATABASE"
DEFAULT_URL = "sqlite:///tracker.db"
BUSY_SECONDS = 10
POOL_SIZE = 8
POOL_OVERFLOW = 16

# Every table of ours registers here; Rasa's `events` table lives beside them.
metadata = sa.MetaData()


def database_url() -> str:
    """Return the SQLAlchemy address of the database."""
    return os.environ.get(URL_VARIABLE) or DEFAULT_URL


@cache
def database(url: str) -> Engine:
    """Return the engine for an address, with our tables made; one per process and address."""
    # Here, as that module needs this one: every table must be known before they are made.
    from assistant.storage.holdings import import_tables

    import_tables()
    if url.startswith("sqlite"):
        engine = sa.create_engine(
            # Kept open: opening and preparing one takes longer than a message's queries.
            url,
            poolclass=QueuePool,
            connect_args={"check_same_thread": False},
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
        )
        sa.event.listen(engine, "connect", _prepare_sqlite)
    else:
        engine = sa.create_engine(
            url, pool_pre_ping=True, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW
        )
    make_once(lambda: metadata.create_all(engine))
    return engine


def make_once(make: Callable[[], None]) -> None:
    """Make tables or indexes unless they are there; several processes may start at once."""
    try:
        make()
    except (OperationalError, ProgrammingError, IntegrityError):
        # Another process made the same a moment earlier; if not, this fails again.
        make()


def _prepare_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    # Readers go on while one process writes; writers wait instead of failing.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    # Deleted rows are overwritten, not only forgotten: they may tell of someone's health.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()
