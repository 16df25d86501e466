"""Wakes streams when their conversation got an event, in this process or in another.

Only a hint: a stream always reads what is new from the store.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Engine

from assistant.channels.web.events import NOTIFY_CHANNEL
from assistant.storage.web_sessions import changed_since

logger = logging.getLogger(__name__)

# Between two looks at what other processes stored; where the database notifies, a second line.
POLL_SECONDS = 0.5
# A look goes back further than the last one: a transaction may end later than it began.
POLL_OVERLAP_SECONDS = 10.0


class Wakeups:
    """The streams of this process by conversation."""

    def __init__(self, engine: Engine) -> None:
        """Take the database."""
        self.engine = engine
        self._watching: dict[str, set[asyncio.Event]] = {}
        self._poller: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self.closed = False

    def start(self) -> None:
        """Begin to look for what other processes store."""
        self._poller = asyncio.create_task(self._poll())
        if self.engine.dialect.name == "postgresql":
            self._listener = asyncio.create_task(self._listen())

    def close(self) -> None:
        """End: all streams wake and see that it is closed."""
        self.closed = True
        for task in (self._poller, self._listener):
            if task is not None:
                task.cancel()
        for conversation in list(self._watching):
            self.wake(conversation)

    def wake(self, conversation: str) -> None:
        """Wake the streams of a conversation."""
        for woken in self._watching.get(conversation, ()):
            woken.set()

    def watchers(self, conversation: str) -> int:
        """Return how many streams of a conversation are open here."""
        return len(self._watching.get(conversation, ()))

    @contextmanager
    def watch(self, conversation: str) -> Iterator[asyncio.Event]:
        """Give an event that is set when the conversation has something new."""
        woken = asyncio.Event()
        self._watching.setdefault(conversation, set()).add(woken)
        try:
            yield woken
        finally:
            self._watching[conversation].discard(woken)
            if not self._watching[conversation]:
                del self._watching[conversation]

    async def _poll(self) -> None:
        seen: dict[str, int] = {}
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if not self._watching:
                continue
            try:
                latest = await asyncio.get_running_loop().run_in_executor(None, self._changed)
            except Exception as error:
                logger.error("looking for new events failed: %s", type(error).__name__)
                continue
            for conversation, number in latest.items():
                if seen.get(conversation) != number:
                    self.wake(conversation)
            seen = latest

    def _changed(self) -> dict[str, int]:
        with self.engine.connect() as connection:
            return changed_since(connection, time.time() - POLL_OVERLAP_SECONDS)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_until_failure()
            except Exception as error:
                logger.error("listening to the database failed: %s", type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def _listen_until_failure(self) -> None:
        loop = asyncio.get_running_loop()
        connection = await loop.run_in_executor(None, self._listening_connection)
        readable = asyncio.Event()
        # The driver closes a broken connection by itself, and the next visitor gets its number:
        # the event loop would go on to watch that as this one, and never read from it.
        descriptor = os.dup(connection.fileno())
        loop.add_reader(descriptor, readable.set)
        try:
            while True:
                await readable.wait()
                readable.clear()
                connection.poll()
                while connection.notifies:
                    self.wake(connection.notifies.pop(0).payload)
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)
            connection.close()

    def _listening_connection(self) -> Any:
        raw = self.engine.raw_connection()
        connection = raw.connection
        # The connection is this task's own from now on, not the pool's.
        raw.detach()
        connection.set_session(autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {NOTIFY_CHANNEL}")
        return connection
