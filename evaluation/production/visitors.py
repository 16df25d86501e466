"""Visitors of the website who send numbered messages, as the widget does, and check the answers."""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

QUESTIONS = (
    "waar zit veel magnesium in?",
    "hoeveel magnesium mag ik per dag?",
    "helpt het tegen kramp?",
    "ik slik metoprolol, mag ik magnesium?",
    "wat zijn de klachten bij een tekort?",
)
ANSWER_SECONDS = 10.0
# As the widget: a message without a receipt is sent again, with the same number.
RETRY_SECONDS = 0.25
# A server that isn't back by then is not coming back.
GIVE_UP_SECONDS = 120.0
# Tests send more than a visitor would.
NO_LIMITS = {
    f"ASSISTANT_LIMIT_{name}": "1000000/minute"
    for name in ("MESSAGES", "URGENT", "ADDRESS_MESSAGES", "ADDRESS_SESSIONS", "ADDRESS_REQUESTS")
}


@dataclass
class Findings:
    """What visitors saw. ``lost``, ``doubled`` and ``disordered`` name messages by their number."""

    acknowledged: int = 0
    refused: int = 0
    # Refusals without a Dutch sentence for the visitor.
    silent: int = 0
    unreachable: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    disordered: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """Return what must not happen."""
        found = {
            "lost": self.lost, "doubled": self.doubled, "out of order": self.disordered,
        }  # fmt: skip
        bad = [f"{len(ids)} {what}" for what, ids in found.items() if ids]
        return [*bad, *([f"{self.silent} refused without a word"] if self.silent else [])]


class Visitor:
    """One conversation; any of the servers serves any turn."""

    def __init__(self, http: httpx.AsyncClient, servers: Sequence[str], found: Findings) -> None:
        """Take the addresses of the servers and where to note what happens."""
        self._http = http
        self._servers = [f"{server}/chat/v1" for server in servers]
        self._found = found
        self._token = ""
        self.sent: list[str] = []

    async def begin(self) -> None:
        """Get a token from whichever server answers."""
        answer = await self._until("POST", "/session", 201, json={"mode": "bearer"})
        self._token = answer.json()["token"]

    async def send(self, text: str) -> str:
        """Send a message until it is acknowledged; return its number."""
        number = str(uuid.uuid4())
        await self._until("POST", "/message", 202, json={"id": number, "text": text})
        self.sent.append(number)
        self._found.acknowledged += 1
        return number

    async def history(self) -> list[dict[str, Any]]:
        """Return everything said so far."""
        events: list[dict[str, Any]] = (await self._until("GET", "/history", 200)).json()["events"]
        return events

    async def replies(self, number: str, seconds: float) -> list[str]:
        """Wait for the answer to a message and return its texts, none if it doesn't come."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            said = [e for e in await self.history() if e["in_reply_to"] == number]
            if texts := [e["text"] for e in said if e["type"] == "message"]:
                return texts
            await asyncio.sleep(0.05)
        return []

    async def check(self) -> None:
        """Compare what was acknowledged with what was answered."""
        if self.sent:
            await self.replies(self.sent[-1], ANSWER_SECONDS)
        said = await self.history()
        replies = [e["in_reply_to"] for e in said if e["type"] == "message" and e["in_reply_to"]]
        first = list(dict.fromkeys(replies))
        self._found.lost += [number for number in self.sent if number not in replies]
        # One message may get several bubbles, but in one piece.
        pieces = [n for place, n in enumerate(replies) if place == 0 or replies[place - 1] != n]
        self._found.doubled += [n for n in first if pieces.count(n) > 1]
        expected = [number for number in self.sent if number in first]
        if [number for number in first if number in expected] != expected:
            self._found.disordered += expected
        received = [e["in_reply_to"] for e in said if e["type"] == "user"]
        self._found.doubled += [n for n in set(received) if received.count(n) > 1]

    async def _until(self, method: str, path: str, status: int, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        until = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < until:
            server = random.choice(self._servers)
            try:
                answer = await self._http.request(method, server + path, headers=headers, **more)
                if answer.status_code == status:
                    return answer
                self._found.refused += 1
                if answer.status_code not in (500, 502, 503) or not _says_something(answer):
                    self._found.silent += 1
            except httpx.HTTPError:
                # The server was killed. The widget says so, and that it tries again.
                self._found.unreachable += 1
            await asyncio.sleep(RETRY_SECONDS)
        raise TimeoutError(f"{method} {path}: no server answered with {status}")


def _says_something(answer: httpx.Response) -> bool:
    try:
        return bool(answer.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return False
