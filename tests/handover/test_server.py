"""A real server: killed between storing and sending, then a person takes over the chat."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.handoff.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from evaluation.production.certificate import make_certificate
from evaluation.production.services import free_port
from tests.conftest import ROOT
from tests.e2e.conftest import Server, project_copy, start
from tests.handover.form_script import IN_ORDER
from tests.handover.receivers import (
    HOST,
    Calls,
    Mailbox,
    http_server,
    mail_server,
)

SECRET = "a-secret-of-this-test"
ENOUGH_SECONDS = 60


def until(condition: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + ENOUGH_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, "it didn't happen"
        time.sleep(0.1)
    return found


class Visitor:
    """A visitor of the website's chat."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.last = 0
        self.token = self.call("POST", "/session", {"mode": "bearer"})["token"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if path != "/session":
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(
            f"http://{HOST}:{self.server.port}/chat/v1{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers=headers,
            method=method,
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.loads(response.read())

    def new_events(self, wait: float = 0.0) -> list[dict[str, Any]]:
        answer = self.call("GET", f"/events?after={self.last}&wait={wait}")
        self.last = max([self.last, *(event["id"] for event in answer["events"])])
        return [event for event in answer["events"] if event["type"] != "user"]

    def say(self, text: str) -> str:
        """Send a message and return the answer's text."""
        self.write(text)
        events = until(lambda: self.new_events(wait=5))
        time.sleep(0.2)
        return "\n".join(event["text"] for event in [*events, *self.new_events()])

    def write(self, text: str) -> None:
        self.call("POST", "/message", {"id": str(uuid.uuid4()), "text": text})


def tell(server: Server, content: dict[str, Any], *, secret: str = SECRET, ago: int = 0) -> int:
    body = json.dumps(content).encode()
    timestamp = str(int(time.time()) - ago)
    request = urllib.request.Request(
        f"http://{HOST}:{server.port}/handover/events",
        data=body,
        headers={TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: sign(secret, timestamp, body)},
    )
    return int(Server._open(request)[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project_copy(tmp_path / "project", ROOT / "credentials.yml")


@contextlib.contextmanager
def served(folder: Path, **environment: str) -> Iterator[tuple[Any, Server]]:
    port = free_port()
    process, server = start(
        folder, "assistant", "serve", "--port", str(port), port=port, ready="/health/live",
        ASSISTANT_DATABASE=f"sqlite:///{folder / 'tracker.db'}", **environment,
    )  # fmt: skip
    try:
        yield process, server
    finally:
        process.kill()
        process.wait(timeout=30)


def stored(folder: Path, query: str) -> list[Any]:
    with contextlib.closing(sqlite3.connect(folder / "tracker.db")) as connection:
        return connection.execute(query).fetchall()


def test_a_kill_between_storing_and_sending_loses_and_doubles_nothing(
    folder: Path, tmp_path: Path
) -> None:
    certificate, mailbox, mail_port = make_certificate(tmp_path), Mailbox(), free_port()
    settings = {
        "ASSISTANT_HANDOVER_SMTP": f"smtp://{HOST}:{mail_port}",
        "ASSISTANT_HANDOVER_MAIL_FROM": "chat@example.nl",
        "ASSISTANT_HANDOVER_MAIL_TO": "team@example.nl",
        "ASSISTANT_HANDOVER_CA": str(certificate[0]),
    }
    with served(folder, **settings) as (process, server):
        visitor = Visitor(server)
        for text in ("ik slik metoprolol", "ik wil een medewerker spreken", *IN_ORDER):
            visitor.say(text)
        assert "bewaard" in visitor.say("Ja")
        process.kill()
        process.wait(timeout=30)
    assert stored(folder, "SELECT state FROM outbox") == [("pending",)]
    with mail_server(mailbox, certificate, mail_port), served(folder, **settings):
        until(lambda: stored(folder, "SELECT state FROM outbox") == [("sent",)])
        time.sleep(1)
    [mail] = mailbox.mails
    text = mail.get_content()
    assert IN_ORDER[2] in text
    assert "Aandacht voor: medicijnen" in text
    # Said before the form, which is longer than the window of events that a turn is read with.
    assert "Klant: ik slik metoprolol" in text
    assert "Wat is uw naam?" not in text
    assert stored(folder, "SELECT payload FROM outbox") == [("{}",)]


def test_a_person_takes_over_answers_and_leaves(folder: Path) -> None:
    calls = Calls()
    with (
        http_server(calls) as address,
        served(
            folder, ASSISTANT_HANDOVER_WEBHOOK=f"{address}/hook", ASSISTANT_HANDOVER_SECRET=SECRET
        ) as (_, server),
    ):
        visitor = Visitor(server)
        for text in ("ik wil een medewerker spreken", *IN_ORDER, "Ja"):
            visitor.say(text)
        handover = json.loads(until(lambda: calls.bodies)[0])["handover"]

        event = {"id": "e1", "handover": handover, "event": "taken_over", "name": "Anna"}
        assert tell(server, event, secret="another-secret-here") == 401
        assert tell(server, event, ago=600) == 401
        assert tell(server, {**event, "handover": "nobody"}) == 404
        assert [tell(server, event), tell(server, event)] == [200, 200]
        answer = {"id": "e2", "handover": handover, "event": "message", "text": "Dag, met Anna."}
        assert [tell(server, answer), tell(server, answer)] == [200, 200]
        told = until(lambda: visitor.new_events(wait=5))
        assert [said.get("status") or said.get("from") for said in told] == ["taken_over", "Anna"]

        visitor.write("hoeveel magnesium mag ik per dag?")
        passed_on = until(lambda: calls.bodies[1:])
        assert json.loads(passed_on[0])["text"] == "hoeveel magnesium mag ik per dag?"
        assert visitor.new_events(wait=2) == []
        assert "112" in visitor.say("ik heb pijn op de borst")

        assert tell(server, {"id": "e3", "handover": handover, "event": "ended"}) == 200
        assert [said["status"] for said in until(lambda: visitor.new_events(wait=5))] == ["ended"]
        assert "amandelen" in visitor.say("in welk eten zit magnesium")
