"""Deletes what is too old while the server runs."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from sanic import Sanic

from assistant.storage.database import database, database_url
from assistant.storage.holdings import import_tables
from assistant.storage.retention import delete_expired_daily, retention_days

logger = logging.getLogger(__name__)

# Often enough that a server that is started again every day gets its turn, too.
HOURS_BETWEEN_TRIES = 1


_scheduler: list[BackgroundScheduler] = []


async def start(app: Sanic) -> None:
    """Delete expired conversations once a day, in a thread of its own.

    Every process may do this: each day's turn is taken by one of them.
    """
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        delete_if_due,
        "interval",
        hours=HOURS_BETWEEN_TRIES,
        next_run_time=datetime.now(scheduler.timezone),
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.start()
    _scheduler[:] = [scheduler]


async def stop(app: Sanic) -> None:
    """End the thread; a deletion that runs is a transaction and may be cut off."""
    for scheduler in _scheduler:
        scheduler.shutdown(wait=False)
    _scheduler.clear()


def delete_if_due() -> None:
    """Delete expired conversations unless some process did today."""
    import_tables()
    try:
        delete_expired_daily(database(database_url()), retention_days(), now=time.time())
    except Exception as error:
        # The error's text may quote the row, so only its type is logged; the next try follows.
        logger.error("deleting expired conversations failed: %s", type(error).__name__)
