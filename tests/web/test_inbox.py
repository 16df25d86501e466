"""Accepted messages are answered once, in order, whatever happens to the workers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from assistant.inbox import worker as worker_module
from assistant.inbox.worker import InboxWorker
from assistant.replies.message import Message
from assistant.storage.erasure import erase
from assistant.storage.inbox import Accepted, accept, claim, inbox, mark_answered, release, waiting

LEASE = worker_module.LEASE_SECONDS


def put(engine: Engine, conversation: str, number: int) -> bool:
    with engine.begin() as connection:
        return accept(
            connection, conversation, "web", f"m{number}", f"text {number}", {}, now=time.time()
        )


class Delivered:
    """Notes what was answered and delivered; answers take a moment."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.asked: list[tuple[str, str]] = []
        self.delivered: list[tuple[str, str]] = []
        self.at_once: dict[str, int] = {}
        self.started = asyncio.Event()

    async def answer(self, message: Accepted) -> list[Message]:
        self.asked.append((message.conversation, message.message_id))
        running = self.at_once.get(message.conversation, 0)
        assert running == 0
        self.at_once[message.conversation] = running + 1
        self.started.set()
        await asyncio.sleep(self.seconds)
        self.at_once[message.conversation] = running
        return [{"text": message.text}]

    def deliver(
        self, connection: Connection, message: Accepted, replies: Sequence[Message]
    ) -> None:
        assert replies == [{"text": message.text}]
        self.delivered.append((message.conversation, message.message_id))


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


def test_a_repeated_message_is_known(engine: Engine) -> None:
    assert put(engine, "web-a", 1)
    assert not put(engine, "web-a", 1)
    assert put(engine, "web-b", 1)


def test_the_oldest_message_is_claimed_by_one(engine: Engine) -> None:
    put(engine, "web-a", 1)
    put(engine, "web-a", 2)
    now = time.time()
    with engine.begin() as connection:
        first = claim(connection, "web-a", now=now, lease=LEASE)
        assert first is not None
        assert (first.message_id, first.text, first.attempts) == ("m1", "text 1", 1)
        assert claim(connection, "web-a", now=now, lease=LEASE) is None
        assert waiting(connection, now=now, lease=LEASE, limit=10) == ["web-a"]
        assert mark_answered(connection, first, now=now)
        second = claim(connection, "web-a", now=now, lease=LEASE)
        assert second is not None
        assert second.message_id == "m2"


def test_who_lost_the_lease_cant_finish(engine: Engine) -> None:
    put(engine, "web-a", 1)
    now = time.time()
    with engine.begin() as connection:
        killed = claim(connection, "web-a", now=now, lease=LEASE)
        heir = claim(connection, "web-a", now=now + LEASE + 1, lease=LEASE)
        assert killed is not None
        assert heir is not None
        assert heir.attempts == 2
        assert not mark_answered(connection, killed, now=now)
        release(connection, killed)
        assert claim(connection, "web-a", now=now + LEASE + 1, lease=LEASE) is None
        assert mark_answered(connection, heir, now=now)


def test_a_claim_ends_though_the_clock_is_set_back(engine: Engine) -> None:
    put(engine, "web-a", 1)
    now = time.time()
    with engine.begin() as connection:
        assert claim(connection, "web-a", now=now + 3600, lease=LEASE) is not None
        assert claim(connection, "web-a", now=now, lease=LEASE) is not None


def test_an_answered_text_is_kept_in_one_place_only(engine: Engine) -> None:
    put(engine, "web-a", 1)
    with engine.begin() as connection:
        message = claim(connection, "web-a", now=time.time(), lease=LEASE)
        assert message is not None
        mark_answered(connection, message, now=time.time())
        assert connection.execute(sa.select(inbox.c.text)).scalars().all() == [""]


async def test_two_workers_answer_everything_once_and_in_order(engine: Engine) -> None:
    seen = Delivered(seconds=0.002)
    workers = [InboxWorker(engine, seen.answer, seen.deliver, str) for _ in range(2)]
    for each in workers:
        each.start()
    conversations = [f"web-{number}" for number in range(6)]
    for number in range(8):
        for conversation in conversations:
            put(engine, conversation, number)
            workers[number % 2].wake(conversation)
        await asyncio.sleep(0)
    await until(lambda: len(seen.delivered) >= 48)
    for each in workers:
        await each.stop()
    for conversation in conversations:
        ids = [message for named, message in seen.delivered if named == conversation]
        assert ids == [f"m{number}" for number in range(8)]


async def test_another_worker_takes_over_what_a_killed_one_left(engine: Engine) -> None:
    put(engine, "web-a", 1)
    put(engine, "web-a", 2)
    with engine.begin() as connection:
        # A worker died over the first message a lease ago.
        assert claim(connection, "web-a", now=time.time() - LEASE, lease=LEASE)
    seen = Delivered()
    worker = InboxWorker(engine, seen.answer, seen.deliver, str)
    worker.start()
    await until(lambda: len(seen.delivered) == 2)
    await worker.stop()
    assert seen.delivered == [("web-a", "m1"), ("web-a", "m2")]


async def test_stopping_finishes_what_runs_and_leaves_the_rest(engine: Engine) -> None:
    seen = Delivered(seconds=0.2)
    worker = InboxWorker(engine, seen.answer, seen.deliver, str)
    worker.start()
    put(engine, "web-a", 1)
    put(engine, "web-a", 2)
    worker.wake("web-a")
    await seen.started.wait()
    await worker.stop()
    assert seen.delivered == [("web-a", "m1")]
    with engine.begin() as connection:
        assert claim(connection, "web-a", now=time.time(), lease=LEASE) is not None


async def test_what_a_stopped_worker_couldnt_finish_is_free_at_once(engine: Engine) -> None:
    seen = Delivered(seconds=60)
    worker = InboxWorker(engine, seen.answer, seen.deliver, str)
    worker.start()
    put(engine, "web-a", 1)
    worker.wake("web-a")
    await seen.started.wait()
    await worker.stop()
    with engine.begin() as connection:
        freed = claim(connection, "web-a", now=time.time(), lease=LEASE)
    assert freed is not None
    assert freed.attempts == 2


async def test_an_answer_waits_for_the_database(engine: Engine) -> None:
    seen = Delivered()
    failures = iter([True, True])

    def deliver(connection: Connection, message: Accepted, replies: Sequence[Message]) -> None:
        if next(failures, False):
            raise sa.exc.OperationalError("", {}, Exception())
        seen.deliver(connection, message, replies)

    worker = InboxWorker(engine, seen.answer, deliver, str)
    worker.start()
    put(engine, "web-a", 1)
    worker.wake("web-a")
    await until(lambda: bool(seen.delivered))
    await worker.stop()
    assert seen.asked == [("web-a", "m1")]


async def test_nothing_is_delivered_to_an_erased_conversation(engine: Engine) -> None:
    seen = Delivered(seconds=0.3)
    worker = InboxWorker(engine, seen.answer, seen.deliver, str)
    worker.start()
    put(engine, "web-a", 1)
    worker.wake("web-a")
    await seen.started.wait()
    with engine.begin() as connection:
        erase(connection, "web-a")
        # What the model stored after the deletion.
        connection.execute(
            sa.text(
                "INSERT INTO events (sender_id, type_name, timestamp, data)"
                " VALUES ('web-a', 'user', 1.0, '{}')"
            )
        )
    await worker.stop()
    assert seen.delivered == []
    with engine.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM events")).scalar_one() == 0


async def test_a_burst_in_a_messenger_waits_for_the_website(engine: Engine) -> None:
    found = Delivered(0.05)
    worker = InboxWorker(engine, found.answer, found.deliver, lambda conversation: None)
    for number in range(20):
        put(engine, f"telegram-{number}", 1)
    worker.start()
    await until(lambda: bool(found.delivered))
    put(engine, "web-a", 1)
    worker.wake("web-a")
    await until(lambda: ("web-a", "m1") in found.delivered)
    before = len(found.delivered)
    await until(lambda: len(found.delivered) == 21)
    await worker.stop()
    assert before < 21


async def test_a_messengers_next_message_leaves_room_while_somebody_watches(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "REST_TIMES", 1e9)
    monkeypatch.setattr(worker_module, "LONGEST_REST_SECONDS", 60.0)
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 0.0)
    found = Delivered()
    worker = InboxWorker(engine, found.answer, found.deliver, lambda conversation: None)
    worker.start()
    put(engine, "web-a", 1)
    worker.wake("web-a")
    await until(lambda: ("web-a", "m1") in found.delivered)
    for name in ("telegram-a", "telegram-b"):
        put(engine, name, 1)
        worker.wake(name)
    await until(lambda: ("telegram-a", "m1") in found.delivered)
    put(engine, "web-a", 2)
    worker.wake("web-a")
    await until(lambda: ("web-a", "m2") in found.delivered)
    await worker.stop()
    assert ("telegram-b", "m1") not in found.delivered


async def test_a_messenger_isnt_held_up_while_nobody_watches(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "REST_TIMES", 1e9)
    monkeypatch.setattr(worker_module, "LONGEST_REST_SECONDS", 600.0)
    found = Delivered()
    worker = InboxWorker(engine, found.answer, found.deliver, lambda conversation: None)
    worker.start()
    for number in range(20):
        put(engine, f"telegram-{number}", 1)
        worker.wake(f"telegram-{number}")
    await until(lambda: len(found.delivered) == 20)
    await worker.stop()
