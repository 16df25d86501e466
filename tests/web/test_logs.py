"""A customer's message stands in no log, however talkative the server is."""

from __future__ import annotations

import uuid

import pytest

from evaluation.production.services import free_port
from tests.e2e.conftest import SHIPPED, project_copy, start
from tests.web.conftest import PLENTY
from tests.web.visitor import Visitor, stream

SECRET = "zeldzaamstofje"


@pytest.mark.parametrize("level", ["WARNING", "DEBUG"])
def test_no_message_stands_in_the_log(tmp_path_factory: pytest.TempPathFactory, level: str) -> None:
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("logged") / "project", SHIPPED)
    process, server = start(
        folder, "assistant", "serve", "--port", str(port), port=port, LOG_LEVEL=level, **PLENTY
    )
    try:
        visitor = Visitor(port)
        with stream(visitor) as until:
            visitor.send(text=f"helpt magnesium bij {SECRET}")
            until(lambda events: {"type": "typing", "on": False} in events)
        visitor.ask(text=f"ik ben zwanger en slik {SECRET}")
        visitor.ask(text=f"{SECRET} " * 400)
        visitor.send(payload=f"/{SECRET}")
        visitor.send(str(uuid.uuid4()), text=f"{SECRET} " * 9000)
        answered = visitor.history()[1]["id"]
        thumb = {"event": answered, "thumb": "down", "reason": SECRET}
        visitor.http.post("/feedback", json=thumb, headers=visitor.headers)
        visitor.get("/export")
        conversation = visitor.get("/export").json()["stored"]["web_sessions"][0]["conversation"]
        visitor.http.delete("/conversation", headers=visitor.headers)
        visitor.send(text=SECRET)
    finally:
        process.terminate()
        process.wait(timeout=30)
    log = server.log.read_text()
    assert "Ready" in log
    for private in (SECRET, visitor.token, conversation):
        assert private not in log
