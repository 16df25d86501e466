"""Background job: puts a newly trained model in, without dropping a message."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

from rasa.core.agent import Agent
from sanic import Sanic

from assistant.runtime import metrics
from assistant.runtime.stages import MeasuredGraph

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
# A file that is still being copied is left until it rests.
REST_SECONDS = 2.0

_watching: list[asyncio.Task[None]] = []


async def start(app: Sanic) -> None:
    """Watch the model's file."""
    path = Path(app.ctx.agent.processor.model_path)
    _watching[:] = [asyncio.create_task(_watch(app.ctx.agent, path))]


async def stop(app: Sanic) -> None:
    """Watch no longer."""
    for task in _watching:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    _watching.clear()


def measure(agent: Agent) -> None:
    """Measure understanding and policies of a loaded agent."""
    agent.processor.graph_runner = MeasuredGraph(agent.processor.graph_runner)


def replace_model(agent: Agent, path: Path) -> bool:
    """Put the model of ``path`` in; False when it can't be loaded: then the old one stays.

    Messages that are being answered finish with the model that they began with.
    """
    fresh = Agent(
        domain=agent.domain,
        generator=agent.nlg,
        tracker_store=agent.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
    )
    try:
        fresh.load_model(path)
        measure(fresh)
    except (Exception, SystemExit) as error:
        logger.error("the new model can't be loaded, the old one stays: %s", type(error).__name__)
        metrics.model_reloads.labels(result="failed").inc()
        agent.tracker_store.domain = agent.domain
        return False
    agent.domain = fresh.domain
    agent.processor = fresh.processor
    metrics.model_reloads.labels(result="ok").inc()
    logger.warning("a new model is in use")
    return True


async def _watch(agent: Agent, path: Path) -> None:
    known = _state(path)
    while True:
        await asyncio.sleep(POLL_SECONDS)
        seen = _state(path)
        if seen is None or seen == known:
            continue
        await asyncio.sleep(REST_SECONDS)
        if _state(path) == seen:
            await asyncio.to_thread(replace_model, agent, path)
            known = seen


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
