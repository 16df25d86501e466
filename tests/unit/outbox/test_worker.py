from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy.engine import Engine

from assistant.outbox import Away, GiveUp, OutboxWorker, TryLater, enqueue
from assistant.outbox.backoff import LONGEST_ASKED_SECONDS
from assistant.outbox.breaker import FAILURES_TO_OPEN
from assistant.outbox.worker import LEASE_SECONDS, MAX_AGE_SECONDS, MAX_ATTEMPTS, Happening
from assistant.storage.backlog import Backlog, waiting_to_be_sent
from assistant.storage.outbox import DEAD, PENDING, SENT, lease, revive_dead
from tests.unit.outbox.conftest import START, Clock, Service, put, rounds, rows

HOUR = 3600.0
# What is promised of a service that is back (docs/reliability.md).
RECOVERY_SECONDS = 10


def take(engine: Engine, clock: Clock) -> bool:
    """Take an item as a process does that is killed then."""
    longest = LONGEST_ASKED_SECONDS
    taken = lease(
        engine, "letters", limit=1, seconds=LEASE_SECONDS, longest_wait=longest, now=clock.now
    )
    return bool(taken)


async def test_an_item_is_delivered_once_and_its_content_dropped(
    engine: Engine, worker: OutboxWorker, service: Service
) -> None:
    assert put(engine, "hallo")
    await rounds(worker, 3)
    assert service.accepted == ["hallo"]
    (row,) = rows(engine)
    assert (row["state"], row["payload"]) == (SENT, "{}")


async def test_a_second_item_with_the_same_key_is_not_stored(engine: Engine) -> None:
    assert put(engine, "hallo", key="1")
    assert not put(engine, "nog eens", key="1")
    assert len(rows(engine)) == 1


async def test_what_is_rolled_back_is_never_delivered(
    engine: Engine, worker: OutboxWorker, service: Service
) -> None:
    connection = engine.connect()
    transaction = connection.begin()
    enqueue(connection, "letters", "a", "1", "conversation", {"text": "hallo"})
    transaction.rollback()
    connection.close()
    await rounds(worker)
    assert service.tries == 0


async def test_a_failed_item_holds_back_its_own_key_only(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    for text in ("a1", "a2"):
        put(engine, text, order_key="a")
    service.failures = [TryLater()]
    await rounds(worker)
    put(engine, "b1", order_key="b")
    await rounds(worker, 2)
    assert service.accepted == ["b1"]
    clock.now += 2
    await rounds(worker, 2)
    assert service.accepted == ["b1", "a1", "a2"]


async def test_nothing_is_tried_before_retry_after(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "hallo")
    service.failures = [TryLater(50.0)]
    await rounds(worker)
    clock.now += 49.9
    await rounds(worker)
    assert service.tries == 1
    clock.now += 2
    await rounds(worker)
    assert service.accepted == ["hallo"]


async def test_a_permanent_error_is_recorded_and_the_next_goes_on(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "een")
    put(engine, "twee")
    service.failures = [GiveUp("the recipient blocked us")]
    await rounds(worker, 2)
    clock.now += HOUR
    await rounds(worker)
    assert service.accepted == ["twee"]
    assert [row["state"] for row in rows(engine)] == [DEAD, SENT]
    assert rows(engine)[0]["last_error"] == "the recipient blocked us"


async def test_an_item_that_always_fails_dies_with_an_alert(
    engine: Engine,
    worker: OutboxWorker,
    service: Service,
    clock: Clock,
    seen: list[tuple[str, Happening]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    put(engine, "geheim", order_key="a")
    for number in range(MAX_ATTEMPTS):
        # Others arrive, so it isn't the service that is down.
        service.failures = [TryLater(reason="error 500")]
        await rounds(worker)
        put(engine, f"ander {number}", order_key=f"b{number}")
        await rounds(worker)
        clock.now += HOUR
    (row, *others) = rows(engine)
    assert (row["state"], row["attempts"]) == (DEAD, MAX_ATTEMPTS)
    assert {other["state"] for other in others} == {SENT}
    assert ("letters", Happening.DEAD) in seen
    assert any("given up" in record.message for record in caplog.records)
    assert "geheim" not in caplog.text


async def test_a_dead_item_can_be_sent_after_all(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "hallo")
    service.failures = [GiveUp("wrong password")]
    await rounds(worker)
    with engine.begin() as connection:
        assert revive_dead(connection, "letters", now=clock.now) == 1
    await rounds(worker)
    assert service.accepted == ["hallo"]


async def test_what_died_of_a_wrong_key_is_sent_in_order_after_all(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    for text in ("een", "twee", "drie"):
        put(engine, text)
    service.down = TryLater(reason="status 401")
    clock.now += MAX_AGE_SECONDS
    for _ in range(10):
        await rounds(worker)
        clock.now += HOUR
    assert {row["state"] for row in rows(engine)} == {DEAD}
    service.down = None
    with engine.begin() as connection:
        assert revive_dead(connection, "letters", error="401", now=clock.now) == 3
    await rounds(worker, 4)
    assert service.accepted == ["een", "twee", "drie"]


async def test_an_outage_costs_few_tries_and_no_item(
    engine: Engine,
    worker: OutboxWorker,
    service: Service,
    clock: Clock,
    seen: list[tuple[str, Happening]],
) -> None:
    texts = [f"{customer}{number}" for customer in "abcdefghij" for number in (1, 2)]
    for text in texts:
        put(engine, text, order_key=text[0])
    service.down = ConnectionRefusedError("geheim")
    for _ in range(600):
        await rounds(worker)
        clock.now += 1
    assert service.tries < 100
    assert seen.count(("letters", Happening.CIRCUIT_OPEN)) == 1
    assert {row["state"] for row in rows(engine)} == {PENDING}
    assert {row["last_error"] for row in rows(engine)} <= {"", "ConnectionRefusedError"}
    with engine.connect() as connection:
        assert waiting_to_be_sent(connection) == {"letters": Backlog(20, START)}
    service.down = None
    for _ in range(60):
        await rounds(worker)
        clock.now += 1
    assert sorted(service.accepted) == texts
    assert seen.count(("letters", Happening.CIRCUIT_CLOSED)) == 1
    for customer in "abcdefghij":
        own = [text for text in service.accepted if text[0] == customer]
        assert own == sorted(own)


@pytest.mark.parametrize("outage", [3, 20, 6 * HOUR])
async def test_many_processes_send_a_quiet_shops_item_soon_after_an_outage(
    engine: Engine, service: Service, clock: Clock, outage: float
) -> None:
    workers = [OutboxWorker(engine, clock=clock, steady=clock) for _ in range(4)]
    for worker in workers:
        worker.register("letters", service.deliver)
    put(engine, "hallo")
    service.down = Away("ConnectionRefusedError")
    # Short steps while pauses grow, then what is left at once.
    for step in [0.5] * min(int(2 * outage), 120) + [max(0.0, outage - 60)]:
        for worker in workers:
            await rounds(worker)
        clock.now += step
    (row,) = rows(engine)
    assert (row["state"], row["attempts"]) == (PENDING, 0)
    service.down = None
    for _ in range(RECOVERY_SECONDS):
        for worker in workers:
            await rounds(worker)
        clock.now += 1
    assert service.accepted == ["hallo"]


async def test_a_clock_that_is_set_back_keeps_nothing_waiting(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    clock.now += HOUR
    put(engine, "failed", order_key="a", now=clock.now)
    service.failures = [TryLater(LONGEST_ASKED_SECONDS)]
    await rounds(worker)
    put(engine, "taken", order_key="b", now=clock.now)
    assert take(engine, clock)
    put(engine, "new", order_key="c", now=clock.now)
    clock.now -= HOUR
    await rounds(worker)
    assert sorted(service.accepted) == ["failed", "new", "taken"]


async def test_what_waited_too_long_is_given_up(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "hallo")
    service.down = TryLater()
    for _ in range(FAILURES_TO_OPEN + 3):
        await rounds(worker)
        clock.now += HOUR
    assert rows(engine)[0]["state"] == PENDING
    clock.now += MAX_AGE_SECONDS
    await rounds(worker)
    assert rows(engine)[0]["state"] == DEAD


async def test_what_a_killed_process_took_is_delivered_by_another(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "hallo")
    assert take(engine, clock)
    await rounds(worker)
    assert service.tries == 0
    clock.now += LEASE_SECONDS + 1
    await rounds(worker)
    assert service.accepted == ["hallo"]


async def test_two_workers_never_deliver_the_same(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    other = OutboxWorker(engine, clock=clock, steady=clock)
    other.register("letters", service.deliver)
    for number in range(20):
        put(engine, f"{number:02}", order_key=str(number % 5))
    for _ in range(20):
        await asyncio.gather(rounds(worker), rounds(other))
    assert sorted(service.accepted) == [f"{number:02}" for number in range(20)]
    for key in range(5):
        own = [text for text in service.accepted if int(text) % 5 == key]
        assert own == sorted(own)


async def test_a_late_failure_does_not_undo_what_another_process_did(
    engine: Engine, worker: OutboxWorker, service: Service, clock: Clock
) -> None:
    put(engine, "hallo")
    service.gate = asyncio.Event()
    service.failures = [TryLater()]
    await worker.deliver_due()
    await asyncio.sleep(0)
    clock.now += LEASE_SECONDS + 1
    other = OutboxWorker(engine, clock=clock, steady=clock)
    done: list[str] = []

    async def deliver(item: object) -> None:
        done.append("hallo")

    other.register("letters", deliver)
    await rounds(other)
    service.gate.set()
    while worker.busy:
        await asyncio.sleep(0.001)
    assert done == ["hallo"]
    assert rows(engine)[0]["state"] == SENT


async def test_the_running_worker_delivers_and_stops(
    engine: Engine, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    worker = OutboxWorker(engine)
    worker.register("letters", service.deliver)
    worker.start()
    for number in range(5):
        put(engine, str(number))
    for _ in range(500):
        if len(service.accepted) == 5:
            break
        await asyncio.sleep(0.02)
    await worker.stop()
    assert service.accepted == ["0", "1", "2", "3", "4"]
    assert not caplog.records


@pytest.mark.parametrize("steps", range(4))
async def test_stopping_is_not_lost_beside_a_wake(engine: Engine, steps: int) -> None:
    # Python 3.10's wait_for forgets a cancellation that arrives just as it ends.
    worker = OutboxWorker(engine)
    worker.start()
    await asyncio.sleep(0.05)
    worker.wake()
    for _ in range(steps):
        await asyncio.sleep(0)
    stopping = asyncio.ensure_future(worker.stop())
    done, _ = await asyncio.wait([stopping], timeout=5)
    assert done
