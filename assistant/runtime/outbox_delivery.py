"""Delivers what waits in the outbox, in every server process."""

from __future__ import annotations

from sanic import Sanic

from assistant.outbox.deliverers import deliverers
from assistant.outbox.worker import Happening, OutboxWorker
from assistant.runtime import metrics
from assistant.storage.database import database, database_url


async def start(app: Sanic) -> None:
    """Deliver from now on."""
    outbox_worker(app)


async def stop(app: Sanic) -> None:
    """Finish what is being delivered."""
    worker: OutboxWorker | None = getattr(app.ctx, "outbox_worker", None)
    if worker is not None:
        await worker.stop()


def outbox_worker(app: Sanic) -> OutboxWorker:
    """Return this process' worker; it starts with the first call (`rasa run` has no jobs)."""
    if not hasattr(app.ctx, "outbox_worker"):
        worker = OutboxWorker(database(database_url()), count)
        for kind, deliver in deliverers().items():
            worker.register(kind, deliver)
        worker.start()
        app.ctx.outbox_worker = worker
    started: OutboxWorker = app.ctx.outbox_worker
    return started


def count(kind: str, happening: Happening) -> None:
    """Count what happened to an item."""
    counters = {
        Happening.SENT: metrics.outbox_sent,
        Happening.FAILED: metrics.outbox_retries,
        Happening.DEAD: metrics.outbox_dead,
    }
    if happening in counters:
        counters[happening].labels(kind=kind).inc()
    else:
        open_now = happening is Happening.CIRCUIT_OPEN
        metrics.circuit_open.labels(kind=kind).set(int(open_now))
