"""What the stand-ins for the messengers' servers share: real HTTP, strict, and able to fail."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Sent:
    """A message that the messenger accepted: to whom, its text, what can be pressed, all of it."""

    to: str
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    request: dict[str, Any] = field(default_factory=dict)
    at: float = 0.0


class Refusal(Exception):
    """The messenger refuses a request: status and its own error code."""

    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more


@dataclass
class Trouble:
    """How the messenger misbehaves; ``next_statuses`` are answered first, one request each.

    ``hold`` accepts a message and then never answers; ``drop`` accepts and hangs up.
    ``refused_recipients`` are refused with a status, a code and a subcode, 0 without one.
    """

    down: bool = False
    slow: float = 0.0
    next_statuses: list[int] = field(default_factory=list)
    retry_after: float | None = None
    hold: bool = False
    drop: bool = False
    refused_recipients: dict[str, tuple[int, int, int]] = field(default_factory=dict)


class StandIn:
    """A server in a thread of its own; ``accepted`` are messages, ``refused`` our mistakes."""

    def __init__(self) -> None:
        self.accepted: list[Sent] = []
        self.refused: list[str] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.tries: list[float] = []
        # Who wrote to us: no messenger lets anybody be written to before.
        self.known: set[str] = set()
        self.trouble = Trouble()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self.port = 0

    def routes(self) -> list[web.RouteDef]:
        raise NotImplementedError

    def error(self, refusal: Refusal) -> web.Response:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end)
        self._thread.join(10)

    def _end(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.call_later(0.1, self._loop.stop)

    def handler(
        self, answer: Callable[[web.Request, dict[str, Any]], dict[str, Any]], *, sends: bool = True
    ) -> Callable[[web.Request], Any]:
        """Wrap what a request means with the trouble that is on."""

        async def handle(request: web.Request) -> web.StreamResponse:
            trouble = self.trouble
            try:
                content = await self.content(request)
                is_message = sends and self.is_message(content)
                if is_message:
                    self.tries.append(time.time())
                if trouble.slow:
                    await asyncio.sleep(trouble.slow)
                if trouble.down:
                    return self._hang_up(request)
                if is_message and trouble.next_statuses:
                    status = trouble.next_statuses.pop(0)
                    more = {} if trouble.retry_after is None else {"wait": trouble.retry_after}
                    raise Refusal(status, 0, "as the test wants", **more)
                accepted = len(self.accepted)
                told = answer(request, content)
            except Refusal as refusal:
                if refusal.status == 400 and "the test wants" not in refusal.message:
                    self.refused.append(refusal.message)
                return self.error(refusal)
            if len(self.accepted) > accepted:
                if trouble.hold:
                    await asyncio.sleep(3600)
                if trouble.drop:
                    return self._hang_up(request)
            return web.json_response(told, status=told.pop("_status", 200))

        return handle

    async def content(self, request: web.Request) -> dict[str, Any]:
        if request.method == "GET":
            return dict(request.query)
        if request.content_type == "application/x-www-form-urlencoded":
            return dict(await request.post())
        content = {}
        if await request.text():
            require(request.content_type == "application/json", "content type")
            content = await request.json()
        require(isinstance(content, dict), "not an object")
        return dict(content)

    def is_message(self, content: dict[str, Any]) -> bool:
        """Tell a message from what only shows that one is being written."""
        return True

    def accept(self, sent: Sent) -> None:
        require(sent.to in self.known, "the recipient never wrote")
        if sent.to in self.trouble.refused_recipients:
            status, code, subcode = self.trouble.refused_recipients[sent.to]
            raise Refusal(status, code, "as the test wants", subcode=subcode)
        sent.at = time.time()
        self.accepted.append(sent)

    def to(self, recipient: str) -> list[Sent]:
        return [sent for sent in self.accepted if sent.to == recipient]

    def wait_for(self, recipient: str, count: int, seconds: float = 30) -> list[Sent]:
        """Return a recipient's messages once there are so many."""
        deadline = time.monotonic() + seconds
        while len(self.to(recipient)) < count:
            assert time.monotonic() < deadline, f"{self.to(recipient)}; refused: {self.refused}"
            time.sleep(0.02)
        return self.to(recipient)

    @staticmethod
    def _hang_up(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        app = web.Application()
        app.add_routes(self.routes())
        runner = web.AppRunner(app)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()


def require(condition: object, message: str) -> None:
    """Refuse a request that isn't as the documentation wants it."""
    if not condition:
        raise Refusal(400, 100, message)


def only(content: dict[str, Any], *names: str) -> None:
    """Refuse fields that the documentation doesn't know."""
    require(isinstance(content, dict), f"{content!r} is not an object")
    unknown = set(content) - set(names)
    require(not unknown, f"unknown fields {sorted(unknown)}")


def text_of(value: Any, most: int, what: str) -> str:
    """Return a text of the right length."""
    require(isinstance(value, str) and value.strip(), f"{what} is not a text")
    require(len(value.encode("utf-16-le")) // 2 <= most, f"{what} is longer than {most}")
    return str(value)
