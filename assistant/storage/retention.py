"""How long conversations are kept, and deleting what is older."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

from sqlalchemy.engine import Connection, Engine

from assistant.storage.daily_jobs import claim, make_known
from assistant.storage.erasure import erase, erase_older, sweep
from assistant.storage.web_sessions import expired_sessions

DAYS_VARIABLE = "ASSISTANT_RETENTION_DAYS"
DEFAULT_DAYS = 30
DAY_SECONDS = 86_400.0
JOB = "retention"


@dataclass(frozen=True)
class RetentionError(Exception):
    """The setting is no number of days; ``value`` is what it says."""

    value: str

    def __str__(self) -> str:
        return f"{DAYS_VARIABLE} is {self.value!r}. Fix: set it to a whole number of days from 1 on"


def retention_days() -> int:
    """Return how many days conversations are kept. Raises RetentionError."""
    value = os.environ.get(DAYS_VARIABLE) or str(DEFAULT_DAYS)
    if not value.isdecimal() or int(value) < 1:
        raise RetentionError(value)
    return int(value)


def delete_expired(engine: Engine, days: int, *, now: float) -> dict[str, int]:
    """Delete what is older than ``days``; return the rows by table. ``now``: since 1970."""
    with engine.begin() as connection:
        deleted = _erase(connection, days, now)
    sweep(engine)
    return deleted


def delete_expired_daily(engine: Engine, days: int, *, now: float) -> dict[str, int] | None:
    """Do the same unless some process did today already: then None."""
    make_known(engine, JOB)
    with engine.begin() as connection:
        if not claim(connection, JOB, now=now):
            return None
        deleted = _erase(connection, days, now)
    sweep(engine)
    return deleted


def _erase(connection: Connection, days: int, now: float) -> dict[str, int]:
    deleted = Counter(erase_older(connection, now - days * DAY_SECONDS))
    # The website keeps conversations for as long as it says there.
    for conversation in expired_sessions(connection, now=now):
        deleted.update(erase(connection, conversation))
    return dict(deleted)
