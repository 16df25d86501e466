"""Opens the one database: SQLite by default, PostgreSQL by setting."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

URL_VARIABLE = "ASSISTANT_DATABASE"
DEFAULT_URL = "sqlite:///tracker.db"
BUSY_SECONDS = 10

# Every table of ours registers here; Rasa's `events` table lives beside them.
metadata = sa.MetaData()


def database_url() -> str:
    """Return the SQLAlchemy address of the database."""
    return os.environ.get(URL_VARIABLE) or DEFAULT_URL


@cache
def database(url: str) -> Engine:
    """Return the engine for an address, with our tables made; one per process and address."""
    engine = sa.create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare_sqlite)
    metadata.create_all(engine)
    return engine


def _prepare_sqlite(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    # Readers go on while one process writes; writers wait instead of failing.
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    # Deleted rows are overwritten, not only forgotten: they may tell of someone's health.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()
