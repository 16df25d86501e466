"""One message at a time in a conversation, in a process and between processes."""

from __future__ import annotations

import asyncio

import pytest
from rasa.core.lock_store import LockError

from assistant.runtime import conversation_locks
from assistant.runtime.conversation_locks import URL_VARIABLE, ConversationLocks
from evaluation.production.services import Redis, free_port


@pytest.fixture(params=["in memory", "redis"])
def locks(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> list[ConversationLocks]:
    """Two users' locks: of one process, or of two that share a Redis."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    if request.param == "in memory":
        return [ConversationLocks()] * 2
    monkeypatch.setenv(URL_VARIABLE, request.getfixturevalue("redis").url)
    return [ConversationLocks(), ConversationLocks()]


async def test_one_at_a_time(locks: list[ConversationLocks]) -> None:
    inside, most = 0, 0

    async def work(number: int) -> None:
        nonlocal inside, most
        async with locks[number % 2].lock("a"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    await asyncio.gather(*(work(number) for number in range(20)))
    assert most == 1
    assert {each.running() for each in locks} == {0}


async def test_other_conversations_go_on(locks: list[ConversationLocks]) -> None:
    async with locks[0].lock("a"), locks[1].lock("b"):
        assert sum({id(each): each.running() for each in locks}.values()) == 2


async def test_who_waits_too_long_is_told(locks: list[ConversationLocks]) -> None:
    async with locks[0].lock("a"):
        with pytest.raises(LockError):
            async with locks[1].lock("a", lock_lifetime=0.2):
                pytest.fail("two at a time")
    async with locks[1].lock("a"):
        assert locks[1].running() == 1


async def test_messages_of_a_process_keep_their_order(locks: list[ConversationLocks]) -> None:
    said: list[int] = []

    async def work(number: int) -> None:
        async with locks[0].lock("a"):
            await asyncio.sleep(0.002)
            said.append(number)

    await asyncio.gather(*(work(number) for number in range(10)))
    assert said == list(range(10))


async def test_a_killed_holders_lock_becomes_free(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, redis.url)
    monkeypatch.setattr(conversation_locks, "LEASE_SECONDS", 1.0)
    dead, alive = ConversationLocks(), ConversationLocks()
    assert dead._redis is not None
    await dead._redis.lock(f"{conversation_locks.KEY}a", timeout=1.0).acquire()
    async with alive.lock("a", lock_lifetime=10):
        assert alive.running() == 1


async def test_a_living_holder_keeps_its_lock(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, redis.url)
    monkeypatch.setattr(conversation_locks, "LEASE_SECONDS", 0.6)
    monkeypatch.setattr(conversation_locks, "RENEW_SECONDS", 0.1)
    first, second = ConversationLocks(), ConversationLocks()
    async with first.lock("a"):
        await asyncio.sleep(1.5)
        with pytest.raises(LockError):
            async with second.lock("a", lock_lifetime=0.2):
                pytest.fail("two at a time")


async def test_without_redis_nothing_is_locked_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"redis://127.0.0.1:{free_port()}/0")
    locks = ConversationLocks()
    with pytest.raises(LockError, match="Redis"):
        async with locks.lock("a"):
            pytest.fail("no lock")
    assert locks.running() == 0
