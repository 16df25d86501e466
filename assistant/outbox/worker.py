"""Delivers what waits in the outbox; any number of processes may run one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable
from enum import Enum

from sqlalchemy.engine import Engine

from assistant.outbox.backoff import LONGEST_ASKED_SECONDS, wait_seconds
from assistant.outbox.breaker import CircuitBreaker
from assistant.outbox.delivery import Away, Deliver, GiveUp, TryLater
from assistant.storage.outbox import Item, lease, mark_dead, mark_failed, mark_sent, release

logger = logging.getLogger(__name__)

LEASE_SECONDS = 30.0
# Well within the lease, so that nobody else delivers the same meanwhile.
DELIVERY_SECONDS = 20.0
POLL_SECONDS = 0.2
STOP_SECONDS = 3.0
AT_ONCE_PER_KIND = 8
MAX_ATTEMPTS = 12
# How long an item may wait for a service that is down.
MAX_AGE_SECONDS = 24 * 3600.0


class Happening(str, Enum):
    """What a worker tells who counts."""

    SENT = "sent"
    FAILED = "failed"
    DEAD = "dead"
    CIRCUIT_OPEN = "circuit_open"
    CIRCUIT_CLOSED = "circuit_closed"


# Called with a kind and what happened.
Observer = Callable[[str, Happening], None]


class OutboxWorker:
    """Delivers items by kind, each in order of its key, and records what became of them.

    An item is sent at least once: a process that ends between the other side's acceptance and
    the record of it leaves the item to be sent again.
    """

    def __init__(
        self,
        engine: Engine,
        observe: Observer = lambda kind, event: None,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the database, who counts what happens, and clocks.

        ``clock``: seconds since 1970; ``steady``: seconds by a clock that is never set.
        """
        self._engine = engine
        self._observe = observe
        self._clock = clock
        self._steady = steady
        self._deliver: dict[str, Deliver] = {}
        self._breakers: dict[str, CircuitBreaker] = {}
        self._running: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._work_task: asyncio.Task[None] | None = None
        self._woken: asyncio.Event | None = None
        self._stopping = False

    def register(self, kind: str, deliver: Deliver) -> None:
        """Name who delivers a kind. It raises Away, TryLater or GiveUp when that fails.

        Any other exception counts as TryLater.
        """
        self._deliver[kind] = deliver
        self._breakers[kind] = CircuitBreaker(self._steady)

    def start(self) -> None:
        """Begin to deliver in the running event loop."""
        self._stopping = False
        self._work_task = asyncio.get_running_loop().create_task(self._work())

    async def stop(self) -> None:
        """Take nothing new, wait a little for what is being delivered, and give back the rest."""
        # Python 3.10's wait_for forgets a cancellation that arrives just as it ends.
        self._stopping = True
        if self._work_task is not None:
            self._work_task.cancel()
            await asyncio.gather(self._work_task, return_exceptions=True)
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    @property
    def busy(self) -> bool:
        """Whether something is being delivered."""
        return bool(self._tasks)

    def wake(self) -> None:
        """Look at once instead of at the next poll; call it in the worker's event loop."""
        if self._woken is not None:
            self._woken.set()

    async def deliver_due(self) -> int:
        """Begin to deliver what is due and may be tried now; return how many items."""
        begun = 0
        for kind, breaker in self._breakers.items():
            limit = breaker.allowed(self._running[kind], AT_ONCE_PER_KIND)
            if limit == 0:
                continue
            for item in await asyncio.to_thread(self._lease, kind, limit):
                begun += 1
                self._running[kind] += 1
                task = asyncio.get_running_loop().create_task(self._try(item))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
        return begun

    def _lease(self, kind: str, limit: int) -> list[Item]:
        return lease(
            self._engine,
            kind,
            limit=limit,
            seconds=LEASE_SECONDS,
            longest_wait=LONGEST_ASKED_SECONDS,
            now=self._clock(),
        )

    async def _work(self) -> None:
        woken = self._woken = asyncio.Event()
        while not self._stopping:
            woken.clear()
            try:
                await self.deliver_due()
            except Exception as error:
                # The database may be away for a while; what waits is still there then.
                logger.error("the outbox could not be read: %s", type(error).__name__)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(woken.wait(), POLL_SECONDS)

    async def _try(self, item: Item) -> None:
        try:
            await asyncio.wait_for(self._deliver[item.kind](item), DELIVERY_SECONDS)
        except GiveUp as refusal:
            self._answered(item.kind)
            await self._give_up(item, str(refusal))
        except asyncio.CancelledError:
            await self._record(release, [item])
            raise
        except Exception as error:
            await self._failed(item, error)
        else:
            self._answered(item.kind)
            self._observe(item.kind, Happening.SENT)
            await self._record(mark_sent, item, now=self._clock())
        finally:
            self._running[item.kind] -= 1
            # The next item of the same key may follow.
            self.wake()

    async def _failed(self, item: Item, error: Exception) -> None:
        breaker = self._breakers[item.kind]
        # Other errors' texts may quote what was sent, so only their type is kept.
        reason = str(error) if isinstance(error, TryLater) else type(error).__name__
        # While the service is down, a failure says nothing about this item; once it is back, the
        # breaker is all that is waited for.
        away = isinstance(error, Away)
        counts = not (away or breaker.is_open)
        self._observe(item.kind, Happening.FAILED)
        if breaker.failed():
            self._observe(item.kind, Happening.CIRCUIT_OPEN)
            logger.error("outbox: %s fails at everything (%s); pausing", item.kind, reason)
        attempts = item.attempts + 1
        too_old = self._clock() - item.created_at >= MAX_AGE_SECONDS
        if too_old or (attempts >= MAX_ATTEMPTS and counts):
            await self._give_up(item, f"{reason}, {attempts} times")
            return
        retry_after = error.retry_after if isinstance(error, TryLater) else None
        await self._record(
            mark_failed,
            item,
            reason,
            next_at=self._clock() + wait_seconds(1 if away else attempts, retry_after),
            counts=counts,
        )

    def _answered(self, kind: str) -> None:
        if self._breakers[kind].succeeded():
            self._observe(kind, Happening.CIRCUIT_CLOSED)

    async def _give_up(self, item: Item, reason: str) -> None:
        self._observe(item.kind, Happening.DEAD)
        logger.error("outbox: item %s (%s) given up: %s", item.id, item.kind, reason)
        await self._record(mark_dead, item, reason)

    async def _record(self, write: Callable[..., None], *arguments: object, **more: object) -> None:
        try:
            await asyncio.to_thread(write, self._engine, *arguments, **more)
        except Exception as error:
            # The item's lease ends, and it is tried again.
            logger.error("the outbox could not be written: %s", type(error).__name__)
