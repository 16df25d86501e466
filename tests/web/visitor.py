"""A visitor of the website, as a browser would speak to the server."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

ANSWER_SECONDS = 30.0


class Visitor:
    """Has a conversation with a server, by bearer token."""

    def __init__(self, port: int, token: str | None = None) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}/chat/v1", timeout=120)
        self.token = token if token is not None else self.begin()["token"]

    def begin(self) -> dict[str, Any]:
        response = self.http.post("/session", json={"mode": "bearer"})
        assert response.status_code == 201, response.text
        session: dict[str, Any] = response.json()
        return session

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def send(self, message_id: str | None = None, **body: Any) -> httpx.Response:
        body["id"] = message_id or str(uuid.uuid4())
        return self.http.post("/message", json=body, headers=self.headers)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.http.get(path, headers={**self.headers, **more.pop("headers", {})}, **more)

    def history(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = self.get("/history").json()["events"]
        return events

    def ask(self, **body: Any) -> list[dict[str, Any]]:
        """Send a message and return the messages that answer it."""
        response = self.send(**body)
        assert response.status_code == 202, response.text
        return self.answer_to(response.json()["id"])

    def answer_to(self, message_id: str) -> list[dict[str, Any]]:
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            found = self.get("/events", params={"wait": 1}).json()
            if not found["typing"]:
                return [
                    event
                    for event in found["events"]
                    if event["in_reply_to"] == message_id and event["type"] != "user"
                ]
        raise AssertionError("no answer")


@contextmanager
def stream(
    visitor: Visitor, after: int | None = None, port: int | None = None
) -> Iterator[Callable[[Callable[[list[dict[str, Any]]], bool]], list[dict[str, Any]]]]:
    """Read the event stream beside; yields a function that waits for events like some."""
    received: list[dict[str, Any]] = []
    came = threading.Condition()
    headers = {**visitor.headers, "Accept": "text/event-stream"}
    if after is not None:
        headers["Last-Event-ID"] = str(after)
    client = httpx.Client(timeout=120)
    base = visitor.http.base_url if port is None else f"http://127.0.0.1:{port}/chat/v1"
    response = client.send(
        client.build_request("GET", f"{str(base).rstrip('/')}/events", headers=headers),
        stream=True,
    )
    assert response.status_code == 200, response.read()

    def read() -> None:
        try:
            for line in response.iter_lines():
                if line.startswith("data: "):
                    with came:
                        received.append(json.loads(line.removeprefix("data: ")))
                        came.notify_all()
        except (httpx.HTTPError, httpx.StreamError):
            return

    def until(condition: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        with came:
            assert came.wait_for(lambda: condition(received), ANSWER_SECONDS), received
            return list(received)

    threading.Thread(target=read, daemon=True).start()
    try:
        yield until
    finally:
        response.close()
        client.close()
