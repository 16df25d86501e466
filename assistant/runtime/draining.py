"""Ends a server without losing a message: refuse new ones, finish those that run, then stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.channels.web.problems import Refused, problem
from assistant.runtime import metrics

# Together with what background jobs take to stop, below the ten seconds that are promised.
FINISH_SECONDS = 4.0
# A load balancer needs a moment to see that this server takes no more.
LEAST_SECONDS = 0.5
RETRY_AFTER_SECONDS = 1
CLOSE_SECONDS = 0.5
# Probes and counts are answered to the end; the chat refuses in its own words.
_ANSWERED = ("/health", "/metrics", "/chat/")


class Draining:
    """Whether this server is about to end; ``app.ctx.draining``."""

    def __init__(self, running: Callable[[], int]) -> None:
        """Take what tells how many messages run."""
        self._running = running
        self.began = asyncio.Event()

    @property
    def is_on(self) -> bool:
        """Tell whether new requests are refused; streams to visitors should end then, too."""
        return self.began.is_set()

    async def drain(self) -> None:
        """Refuse what is new and wait for what runs, but not forever."""
        self.began.set()
        await asyncio.sleep(LEAST_SECONDS)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + FINISH_SECONDS
        while self._running() and loop.time() < deadline:
            await asyncio.sleep(0.05)


def install(app: Sanic, running: Callable[[], int]) -> None:
    """Drain at SIGTERM and SIGINT, in the loop that runs."""
    draining = app.ctx.draining = Draining(running)
    loop = asyncio.get_running_loop()
    ending: list[asyncio.Task[None]] = []

    async def end() -> None:
        await draining.drain()
        app.stop()

    def begin() -> None:
        if not ending:
            ending.append(loop.create_task(end()))

    def begin_soon(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(begin)

    # The loop's own handlers lose what comes between two of its runs, and Sanic runs it once for
    # each step of its start: a server that was told to end right then went on forever.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, begin_soon)


async def refuse_when_draining(request: Request) -> HTTPResponse | None:
    """Middleware: send what is new to another server."""
    draining: Draining | None = getattr(request.app.ctx, "draining", None)
    if draining is None or not draining.is_on or request.path.startswith(_ANSWERED):
        return None
    metrics.refused.labels(reason="draining").inc()
    retry = {"Retry-After": str(RETRY_AFTER_SECONDS), "Connection": "close"}
    return problem(Refused("busy", headers=retry))
