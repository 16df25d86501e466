"""Real services on loopback and server processes, as an operator runs them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.production.servers import Assistant
from evaluation.production.services import Postgres, RabbitMq, Redis, running


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="session")
def redis(folder: Path) -> Iterator[Redis]:
    service = Redis(folder)
    with running(service):
        yield service


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[Postgres]:
    service = Postgres(folder)
    with running(service):
        yield service


@pytest.fixture(scope="session")
def rabbitmq(folder: Path) -> Iterator[RabbitMq]:
    service = RabbitMq(folder)
    with running(service):
        yield service


@pytest.fixture(scope="session")
def shared(redis: Redis, postgres: Postgres, rabbitmq: RabbitMq) -> dict[str, str]:
    """The settings by which several workers serve the same conversations."""
    return {
        "ASSISTANT_REDIS": redis.url,
        "ASSISTANT_DATABASE": postgres.url,
        "ASSISTANT_BROKER": rabbitmq.url,
    }


@pytest.fixture(scope="session")
def workers(folder: Path, shared: dict[str, str]) -> Iterator[list[Assistant]]:
    """Two servers with one PostgreSQL, Redis and RabbitMQ."""
    servers = [Assistant(folder / "workers", number, **shared) for number in (1, 2)]
    with running(*servers):
        yield servers
