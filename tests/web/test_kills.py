"""The server is killed while it answers; nothing is lost and nothing comes twice."""

from __future__ import annotations

import random
import subprocess
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from evaluation.production.services import free_port
from tests.e2e.conftest import SHIPPED, Server, project_copy, start
from tests.web.conftest import PLENTY
from tests.web.visitor import Visitor

FOODS = "waar zit veel magnesium in?"
ROUNDS = 4
MESSAGES = 3
GIVE_UP_SECONDS = 60.0


class Killed:
    """A server that is started again on the same port and database after each kill."""

    def __init__(self, folder: Any) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes]
        self.server: Server
        self.start()

    def start(self) -> None:
        self.process, self.server = start(
            self.folder, "assistant", "serve", "--port", str(self.port), port=self.port, **PLENTY
        )

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)


@pytest.fixture
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killed]:
    server = Killed(project_copy(tmp_path_factory.mktemp("killed") / "project", SHIPPED))
    yield server
    server.kill()


def accepted(visitor: Visitor, message_id: str) -> bool:
    try:
        return visitor.send(message_id, text=FOODS).status_code == 202
    except httpx.TransportError:
        return False


def test_every_accepted_message_is_answered_once(killed: Killed) -> None:
    visitor = Visitor(killed.port)
    chance = random.Random(7)
    ids: list[str] = []
    for _ in range(ROUNDS):
        sending = [str(uuid.uuid4()) for _ in range(MESSAGES)]
        for message_id in sending:
            assert accepted(visitor, message_id)
        time.sleep(chance.uniform(0.0, 0.06))
        killed.kill()
        killed.start()
        # The widget sends again what it has no answer to.
        for message_id in sending:
            assert accepted(visitor, message_id)
        ids += sending
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while visitor.get("/history").json()["typing"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    events = visitor.history()
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert [event["in_reply_to"] for event in events if event["type"] == "user"] == ids
    assert [event["in_reply_to"] for event in events if event["type"] == "message"] == ids
    said = [
        row
        for row in visitor.get("/export").json()["stored"]["events"]
        if row["type_name"] == "user"
    ]
    assert len(said) == len(ids)


def test_a_stopped_server_ends_streams_and_finishes_what_runs(killed: Killed) -> None:
    visitor = Visitor(killed.port)
    message_id = str(uuid.uuid4())
    with visitor.http.stream(
        "GET", "/events", headers={**visitor.headers, "Accept": "text/event-stream"}
    ) as response:
        assert accepted(visitor, message_id)
        killed.process.terminate()
        # Ends by itself, without an error.
        lines = list(response.iter_lines())
    assert killed.process.wait(timeout=10) == 0
    killed.start()
    assert any(line.startswith("data: ") for line in lines)
    assert [event["type"] for event in visitor.history()] == ["user", "message"]


def test_a_server_that_ends_refuses_but_says_what_cannot_wait(killed: Killed) -> None:
    visitor = Visitor(killed.port)
    killed.process.terminate()
    refusals = {}
    for text in (FOODS, "ik heb pijn op mijn borst"):
        refused = visitor.send(text=text)
        while refused.status_code == 202:
            refused = visitor.send(text=text)
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        refusals[text] = refused.json()["error"]["message"]
    calm, urgent = refusals.values()
    assert "112" not in calm
    assert "112" in urgent
    assert urgent.endswith(calm)
