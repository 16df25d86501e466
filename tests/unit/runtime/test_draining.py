from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import uvloop

from assistant.runtime import draining


class App(SimpleNamespace):
    """What draining knows of Sanic."""

    def __init__(self) -> None:
        super().__init__(ctx=SimpleNamespace(), stopped=False)

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture(params=[uvloop.new_event_loop, asyncio.new_event_loop], ids=["uvloop", "asyncio"])
def loop(request: pytest.FixtureRequest) -> Iterator[asyncio.AbstractEventLoop]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    loop = request.param()
    yield loop
    loop.close()
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


async def install(app: App) -> None:
    draining.install(app, lambda: 0)  # type: ignore[arg-type]


async def stopped(app: App) -> bool:
    for _ in range(60):
        if app.stopped:
            return True
        await asyncio.sleep(0.05)
    return False


def test_a_signal_between_two_runs_of_the_loop_counts(loop: asyncio.AbstractEventLoop) -> None:
    app = App()
    loop.run_until_complete(install(app))
    # Sanic runs the loop once for each step of its start.
    os.kill(os.getpid(), signal.SIGTERM)
    assert loop.run_until_complete(stopped(app))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_wakes_a_loop_that_waits(
    loop: asyncio.AbstractEventLoop, number: signal.Signals
) -> None:
    app = App()
    loop.run_until_complete(install(app))
    loop.call_later(0.01, os.kill, os.getpid(), number)
    assert loop.run_until_complete(stopped(app))
    assert app.ctx.draining.is_on
