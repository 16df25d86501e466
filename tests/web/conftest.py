"""The stores on SQLite and on a real PostgreSQL, and real servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluation.production.services import Redis, free_port, running
from tests.e2e.conftest import SHIPPED, Server, project_copy, start
from tests.privacy.conftest import engine, postgres  # noqa: F401
from tests.web.visitor import Visitor

# Tests send more than a visitor would.
PLENTY = {
    "ASSISTANT_LIMIT_MESSAGES": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_MESSAGES": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_SESSIONS": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_REQUESTS": "100000/minute",
}


@pytest.fixture(scope="session")
def web_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The assistant as `make run` serves it, without limits."""
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("web") / "project", SHIPPED)
    process, running = start(folder, "assistant", "serve", "--port", str(port), port=port, **PLENTY)
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def visitor(web_server: Server) -> Visitor:
    return Visitor(web_server.port)


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of the test's own."""
    server = Redis(tmp_path_factory.mktemp("redis"))
    with running(server):
        yield server.url
