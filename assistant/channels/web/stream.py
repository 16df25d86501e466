"""Sends a conversation's events as they come: Server-Sent Events, or one answer to a long poll."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from sanic.request import Request

from assistant.channels.web.reading import News, news
from assistant.channels.web.wakeups import Wakeups
from assistant.channels.web.welcome import HEARTBEAT_SECONDS
from assistant.storage.transaction import in_transaction

# After how many milliseconds a browser's own reader comes back.
_RETRY = b"retry: 1000\n\n"
_HEARTBEAT = b": \n\n"


async def stream_events(request: Request, wakeups: Wakeups, conversation: str, last: int) -> None:
    """Send events until the visitor leaves, the conversation ends or the server stops."""
    response = await request.respond(
        content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"}
    )
    await response.send(_RETRY)
    typing = False
    with wakeups.watch(conversation) as woken:
        while not wakeups.closed:
            woken.clear()
            found = await _read(wakeups, conversation, last)
            for event in found.events:
                await response.send(_frame(event))
            last = found.last
            if found.typing is not typing and not found.more:
                typing = found.typing
                await response.send(_frame({"type": "typing", "on": typing}))
            if not found.live:
                break
            if not found.more and not await _woken(woken, HEARTBEAT_SECONDS):
                await response.send(_HEARTBEAT)
    await response.eof()


async def wait_for(
    wakeups: Wakeups,
    conversation: str,
    last: int,
    seconds: float,
    enough: Callable[[News], Any] = lambda found: found.events,
) -> News:
    """Return what is new, as soon as it is enough or the seconds have passed."""
    deadline = time.monotonic() + seconds
    with wakeups.watch(conversation) as woken:
        while True:
            woken.clear()
            found = await _read(wakeups, conversation, last)
            left = deadline - time.monotonic()
            if enough(found) or not found.live or left <= 0 or wakeups.closed:
                return found
            await _woken(woken, left)


async def _read(wakeups: Wakeups, conversation: str, last: int) -> News:
    return await in_transaction(wakeups.engine, news, conversation, last, now=time.time())


async def _woken(woken: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(woken.wait(), seconds)
    except asyncio.TimeoutError:
        return False
    return True


def _frame(event: dict[str, Any]) -> bytes:
    number = f"id: {event['id']}\n" if "id" in event else ""
    data = json.dumps(event, ensure_ascii=False)
    return f"{number}event: {event['type']}\ndata: {data}\n\n".encode()
