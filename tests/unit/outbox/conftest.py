"""A database, a clock that tests turn, and a service that does what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.outbox.worker import Happening, OutboxWorker
from assistant.storage.database import database
from assistant.storage.outbox import Item, outbox, put_in_outbox
from evaluation.production.services import Postgres, running

START = 1_000_000.0


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    with running(server):
        yield server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
    opened = database(url)
    yield opened
    with opened.begin() as connection:
        connection.execute(outbox.delete())


class Clock:
    """Seconds that pass when a test says so; since 1970, or of a clock that is never set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@dataclass
class Service:
    """Notes what it accepts; raises what it is told to, then what is to be raised next."""

    accepted: list[str] = field(default_factory=list)
    tries: int = 0
    failures: list[Exception] = field(default_factory=list)
    down: Exception | None = None
    gate: asyncio.Event | None = None

    async def deliver(self, item: Item) -> None:
        self.tries += 1
        if self.gate is not None:
            await self.gate.wait()
        if self.down is not None:
            raise self.down
        if self.failures:
            raise self.failures.pop(0)
        self.accepted.append(item.payload["text"])


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def seen() -> list[tuple[str, Happening]]:
    return []


@pytest.fixture
def worker(
    engine: Engine, clock: Clock, service: Service, seen: list[tuple[str, Happening]]
) -> OutboxWorker:
    made = OutboxWorker(engine, lambda kind, event: seen.append((kind, event)), clock, clock)
    made.register("letters", service.deliver)
    return made


def put(
    engine: Engine, text: str, *, order_key: str = "a", key: str = "", now: float = START
) -> bool:
    with engine.begin() as connection:
        return put_in_outbox(
            connection, "letters", order_key, key or text, "conversation", {"text": text}, now=now
        )


async def rounds(worker: OutboxWorker, times: int = 1) -> None:
    """Let the worker look so many times and finish what it began."""
    for _ in range(times):
        await worker.deliver_due()
        while worker.busy:
            await asyncio.sleep(0.001)


def rows(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        found = connection.execute(sa.select(outbox).order_by(outbox.c.id)).mappings()
        return [dict(row) for row in found]
