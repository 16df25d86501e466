"""Has every accepted message answered, one at a time in each conversation."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sqlalchemy.engine import Connection, Engine

from assistant.replies.message import Message
from assistant.storage import inbox
from assistant.storage.erasure import erase
from assistant.storage.inbox import Accepted
from assistant.storage.transaction import in_transaction

logger = logging.getLogger(__name__)

# A killed worker's message is free for others after this; a living one renews in time.
LEASE_SECONDS = 6.0
RENEW_SECONDS = 2.0
# Between two looks for messages that another worker left behind.
SWEEP_SECONDS = 1.0
# Understanding takes one core; more at once only helps while the database is waited for.
CONVERSATIONS_AT_ONCE = 8
# Where nobody watches the screen, messages wait a little for those of somebody who does, and
# never take their places.
HURRIED_CHANNEL = "web"
PATIENT_AT_ONCE = 1
PATIENCE_SECONDS = 0.5
# While somebody watches, each of them leaves the processor to others for so many times as long
# as it took: the next question would otherwise always find one in work.
REST_TIMES = 6.0
LONGEST_REST_SECONDS = 1.0
WATCHING_SECONDS = 3.0
LOOK_AGAIN_SECONDS = 0.02
STOP_SECONDS = 4.0
RETRY_SECONDS = 0.5
SWEEP_LIMIT = 200


class InboxWorker:
    """Answers accepted messages; any number of workers may serve one database.

    ``answer`` returns the replies to a message; it is called again (``attempts`` > 1) when it
    raised or when a worker died over the message. ``deliver`` stores the replies where the
    channel sends from, in the transaction that marks the message as answered; ``announce`` tells
    for which conversation that was committed.
    """

    def __init__(
        self,
        engine: Engine,
        answer: Callable[[Accepted], Awaitable[list[Message]]],
        deliver: Callable[[Connection, Accepted, list[Message]], None],
        announce: Callable[[str], None],
    ) -> None:
        """Take the database and what to do with a message and with its replies."""
        self._engine = engine
        self._answer = answer
        self._deliver = deliver
        self._announce = announce
        self._places = asyncio.Semaphore(CONVERSATIONS_AT_ONCE)
        self._patient_places = asyncio.Semaphore(PATIENT_AT_ONCE)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._watched_until = 0.0
        self._sweeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for messages; those that wait since before are taken, too."""
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Finish the messages in work; give back what isn't done in time."""
        if self._sweeper is None:
            return
        self._sweeper.cancel()
        self._sweeper = None
        tasks = list(self._running.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def wake(self, conversation: str) -> None:
        """Tell that a message was accepted; it is answered at once instead of at the next look."""
        if self._sweeper is None:
            return
        if _is_hurried(conversation):
            self._watched_until = time.monotonic() + WATCHING_SECONDS
        if conversation in self._running:
            self._woken.add(conversation)
            return
        self._running[conversation] = asyncio.create_task(self._empty(conversation))

    async def _sweep(self) -> None:
        while True:
            try:
                left = await in_transaction(
                    self._engine,
                    inbox.waiting,
                    now=time.time(),
                    lease=LEASE_SECONDS,
                    limit=SWEEP_LIMIT,
                )
                for conversation in left:
                    self.wake(conversation)
            except Exception as error:
                # An error's text may quote the row, so only its type is logged.
                logger.error("looking for messages failed: %s", type(error).__name__)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _empty(self, conversation: str) -> None:
        try:
            async with self._places_of(conversation):
                while self._sweeper is not None:
                    if not _is_hurried(conversation):
                        await self._let_the_hurried_go_first()
                    self._woken.discard(conversation)
                    message = await in_transaction(
                        self._engine,
                        inbox.claim,
                        conversation,
                        now=time.time(),
                        lease=LEASE_SECONDS,
                    )
                    if message is not None:
                        began = time.monotonic()
                        await self._process(message)
                        if not _is_hurried(conversation):
                            await self._rest(time.monotonic() - began)
                    elif conversation not in self._woken:
                        return
        except Exception as error:
            logger.error("answering a message failed: %s", type(error).__name__)
        finally:
            del self._running[conversation]

    def _places_of(self, conversation: str) -> asyncio.Semaphore:
        return self._places if _is_hurried(conversation) else self._patient_places

    async def _let_the_hurried_go_first(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while any(map(_is_hurried, self._running)) and time.monotonic() < until:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _rest(self, worked: float) -> None:
        if time.monotonic() < self._watched_until:
            await asyncio.sleep(min(LONGEST_REST_SECONDS, REST_TIMES * worked))

    async def _process(self, message: Accepted) -> None:
        let_go = asyncio.Event()
        renewal = asyncio.create_task(self._renew(message, let_go))
        try:
            replies = await self._answer(message)
            await self._finish(message, replies)
        except BaseException:
            let_go.set()
            # A renewal in a thread can't be cancelled and would take back what is released.
            await asyncio.shield(renewal)
            with suppress(Exception):
                await asyncio.shield(in_transaction(self._engine, inbox.release, message))
            raise
        finally:
            let_go.set()

    async def _finish(self, message: Accepted, replies: list[Message]) -> None:
        while True:
            try:
                await in_transaction(self._engine, self._store, message, replies)
                break
            except Exception as error:
                # The database is away; the answer is there and waits for it.
                logger.error("storing an answer failed: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
        self._announce(message.conversation)

    def _store(self, connection: Connection, message: Accepted, replies: list[Message]) -> None:
        if inbox.mark_answered(connection, message, now=time.time()):
            self._deliver(connection, message, replies)
        elif inbox.is_answered(connection, message.conversation, message.message_id) is None:
            # The customer had everything deleted meanwhile: what was stored since goes, too.
            erase(connection, message.conversation)

    async def _renew(self, message: Accepted, let_go: asyncio.Event) -> None:
        while True:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(let_go.wait(), RENEW_SECONDS)
                return
            with suppress(Exception):
                await in_transaction(
                    self._engine, inbox.renew, message, now=time.time(), lease=LEASE_SECONDS
                )


def _is_hurried(conversation: str) -> bool:
    return conversation.startswith(f"{HURRIED_CHANNEL}-")
