"""What runs beside the messages in every server process.

Several processes serve one database, so each job must bear to run in all of them at once: by a
claim (assistant.storage.daily_jobs) or a lease.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

from sanic import Sanic

from assistant.runtime import (
    daily_retention,
    demo_other_origin,
    inbox_processing,
    model_reload,
    outbox_delivery,
)

logger = logging.getLogger(__name__)

STOP_SECONDS = 5.0


class BackgroundJob(Protocol):
    """A module or an object with these two functions; ``start`` returns once it runs."""

    async def start(self, app: Sanic) -> None:
        """Begin. What is raised here ends the server: it would run without the job."""

    async def stop(self, app: Sanic) -> None:
        """Finish what is being done and end, within STOP_SECONDS."""


# Started in this order, stopped in the reverse order.
JOBS: list[BackgroundJob] = [
    daily_retention,
    outbox_delivery,
    inbox_processing,
    model_reload,
    demo_other_origin,
]


async def start_all(app: Sanic, jobs: Sequence[BackgroundJob] | None = None) -> None:
    """Start every job; jobs that were started are stopped again when one fails."""
    started: list[BackgroundJob] = []
    try:
        for job in JOBS if jobs is None else jobs:
            await job.start(app)
            started.append(job)
    except BaseException:
        await stop_all(app, started)
        raise


async def stop_all(app: Sanic, jobs: Sequence[BackgroundJob] | None = None) -> None:
    """Stop every job, whatever the others do."""
    for job in reversed(JOBS if jobs is None else jobs):
        try:
            await asyncio.wait_for(job.stop(app), STOP_SECONDS)
        except Exception as error:
            # An error's text may quote a customer, so only its type is logged.
            logger.error("%s did not stop: %s", _name(job), type(error).__name__)


def _name(job: BackgroundJob) -> str:
    return getattr(job, "__name__", type(job).__name__)
