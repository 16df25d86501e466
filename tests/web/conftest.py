"""The stores on SQLite and on a real PostgreSQL, and real servers."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
from redis import Redis
from redis.exceptions import RedisError

from evaluation.production.services import free_port
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
def redis_server() -> Iterator[str]:
    """The address of a Redis of the test's own."""
    program = shutil.which("redis-server")
    assert program, "Redis is not installed (apt-get install redis-server)"
    port = free_port()
    process = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    address = f"redis://127.0.0.1:{port}"
    deadline = time.monotonic() + 30
    while True:
        try:
            Redis.from_url(address).ping()
            break
        except RedisError:
            assert time.monotonic() < deadline, "Redis doesn't start"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(timeout=30)
