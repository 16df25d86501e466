"""One message at a time in a conversation: in this process, and between processes by Redis."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError as RedisLockError
from redis.exceptions import RedisError

from assistant.runtime import metrics
from assistant.runtime.stages import stage

URL_VARIABLE = "ASSISTANT_REDIS"
KEY = "assistant:lock:"
# A killed process' lock is free after this; a living one renews it in time.
LEASE_SECONDS = 6.0
RENEW_SECONDS = 2.0
# Between two looks at a lock that another process holds.
POLL_SECONDS = 0.02
CONNECT_SECONDS = 2.0


class ConversationLocks(LockStore):
    """Rasa's lock store, without its one-second polls and its lock that two processes can get.

    Messages of one process wait in order of arrival. ``ASSISTANT_REDIS`` adds a lock between
    processes (redis-py's own). When Redis fails, the message fails: nothing is answered without
    the lock.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        """Take the Redis address from the setting."""
        super().__init__()
        self._local: dict[str, tuple[asyncio.Lock, int]] = {}
        url = os.environ.get(URL_VARIABLE)
        self._redis: Redis | None = (
            Redis.from_url(
                url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=CONNECT_SECONDS
            )
            if url
            else None
        )

    def running(self) -> int:
        """Return how many conversations this process answers or keeps waiting."""
        return len(self._local)

    async def ping(self) -> None:
        """Raise RedisError when Redis doesn't answer."""
        if self._redis is not None:
            await self._redis.ping()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = POLL_SECONDS,
    ) -> AsyncIterator[TicketLock]:
        """Hold a conversation. Raises LockError after waiting ``lock_lifetime`` seconds."""
        with stage("lock"):
            local = await self._wait(conversation_id, lock_lifetime)
        try:
            async with self._between_processes(conversation_id, lock_lifetime):
                with metrics.locks_held.track_inprogress(), stage("message"):
                    yield TicketLock(conversation_id)
        finally:
            local.release()
            self._leave(conversation_id)

    async def _wait(self, conversation_id: str, seconds: float) -> asyncio.Lock:
        lock, users = self._local.get(conversation_id, (None, 0))
        lock = lock or asyncio.Lock()
        self._local[conversation_id] = (lock, users + 1)
        try:
            await asyncio.wait_for(lock.acquire(), seconds)
        except BaseException as error:
            self._leave(conversation_id)
            if isinstance(error, asyncio.TimeoutError):
                metrics.locks_lost.inc()
                raise LockError("another message of the conversation takes too long") from None
            raise
        return lock

    def _leave(self, conversation_id: str) -> None:
        lock, users = self._local[conversation_id]
        if users == 1:
            del self._local[conversation_id]
        else:
            self._local[conversation_id] = (lock, users - 1)

    @asynccontextmanager
    async def _between_processes(self, conversation_id: str, seconds: float) -> AsyncIterator[None]:
        if self._redis is None:
            yield
            return
        lock = self._redis.lock(
            KEY + conversation_id,
            timeout=LEASE_SECONDS,
            sleep=POLL_SECONDS,
            blocking_timeout=seconds,
            # Renewed by another task than the one that took it.
            thread_local=False,
        )
        try:
            taken = await lock.acquire()
        except RedisError as error:
            metrics.locks_lost.inc()
            raise LockError(f"Redis failed: {type(error).__name__}") from None
        if not taken:
            metrics.locks_lost.inc()
            raise LockError("another process takes too long with the conversation")
        renewal = asyncio.create_task(_renew(lock))
        try:
            yield
        finally:
            renewal.cancel()
            # The lease ends by itself if Redis has gone.
            with suppress(RedisError):
                await lock.release()


async def _renew(lock: Lock) -> None:
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        try:
            await lock.reacquire()
        except RedisLockError:
            # Another process may hold it now. The answer that runs is stored all the same:
            # two answers are better than none.
            metrics.locks_lost.inc()
            return
        except RedisError:
            continue
