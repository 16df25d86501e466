"""Several workers, one PostgreSQL, one Redis: any of them serves any turn."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import aio_pika
import pytest
import sqlalchemy as sa

from assistant.runtime.event_broker import DEFAULT_NAME
from evaluation.production.servers import Assistant, fetch
from evaluation.production.services import RabbitMq

MARK = "zeldzaamwoord"


def kinds(answer: tuple[int, list[dict[str, dict[str, str]]]]) -> list[str]:
    status, replies = answer
    assert status == 200
    return [reply["metadata"]["kind"] for reply in replies]


def test_any_worker_serves_any_turn(workers: list[Assistant]) -> None:
    first, second = workers
    assert kinds(first.say("turns", "ik slik metoprolol")) == ["referral"]
    # The other worker knows of the risk.
    assert kinds(second.say("turns", "hoeveel magnesium mag ik per dag?")) == ["referral"]
    assert kinds(first.say("turns", "en waar zit het in?"))


def test_one_message_at_a_time_in_a_conversation(
    workers: list[Assistant], shared: dict[str, str]
) -> None:
    texts = [f"vraag {number} over magnesium" for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda n: workers[n % 2].say("together", texts[n]), range(12)))
    assert all(status == 200 for status, _ in answers)
    engine = sa.create_engine(shared["ASSISTANT_DATABASE"])
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT type_name, data FROM events WHERE sender_id = 'together' ORDER BY id")
        ).all()
    engine.dispose()
    said = [json.loads(data)["text"] for kind, data in rows if kind == "user"]
    assert sorted(said) == sorted(texts)
    # No turn begins before the one before has ended.
    turns = [kind for kind, _ in rows if kind in ("user", "bot")]
    assert all(kind != turns[place + 1] for place, kind in enumerate(turns[:-1]) if kind == "user")


async def test_no_text_reaches_the_broker(workers: list[Assistant], rabbitmq: RabbitMq) -> None:
    status, replies = workers[0].say(f"web-{MARK}", f"heeft {MARK} veel magnesium?")
    assert status == 200
    bodies = await read_queue(rabbitmq)
    assert any(b'"user"' in body for body in bodies)
    assert any(b'"bot"' in body for body in bodies)
    texts = [reply["text"] for reply in replies]
    for body in bodies:
        assert MARK.encode() not in body
        event = json.loads(body)
        assert not {"text", "parse_data", "data", "value"} & set(event)
        assert not any(text in json.dumps(event, ensure_ascii=False) for text in texts)


async def test_texts_reach_the_broker_when_switched_on(
    folder: Path, shared: dict[str, str], rabbitmq: RabbitMq
) -> None:
    server = Assistant(folder / "texts", **shared, ASSISTANT_BROKER_TEXTS="yes")
    server.start()
    try:
        server.say("with-texts", f"heeft {MARK} veel magnesium?")
        assert any(MARK.encode() in body for body in await read_queue(rabbitmq))
    finally:
        server.stop()


async def read_queue(rabbitmq: RabbitMq) -> list[bytes]:
    """Take everything that arrives until it is quiet."""
    bodies: list[bytes] = []
    async with await aio_pika.connect(rabbitmq.url) as connection:
        queue = await (await connection.channel()).get_queue(DEFAULT_NAME)
        while True:
            try:
                message = await asyncio.wait_for(wait_for_message(queue), 2 if bodies else 20)
            except asyncio.TimeoutError:
                return bodies
            bodies.append(message.body)


async def wait_for_message(queue: Any) -> Any:
    while (message := await queue.get(fail=False, no_ack=True)) is None:
        await asyncio.sleep(0.05)
    return message


@pytest.mark.parametrize("path", ["/health/live", "/health/serving", "/health/ready", "/metrics"])
def test_every_worker_tells_how_it_is(workers: list[Assistant], path: str) -> None:
    for worker in workers:
        status, content = worker.get(path)
        assert status == 200
        assert content


def test_counts_are_for_who_knows_the_token(workers: list[Assistant]) -> None:
    assert fetch(urllib.request.Request(workers[0].url + "/metrics"))[0] == 401


def test_ready_names_every_part(workers: list[Assistant]) -> None:
    _, report = workers[0].get("/health/ready")
    assert {name: report[name] for name in ("status", "store", "lock", "broker", "model")} == {
        "status": "ok", "store": "ok", "lock": "ok", "broker": "ok", "model": "ready",
    }  # fmt: skip
    assert report["knowledge_version"] == 1
    assert report["outbox_oldest_seconds"] == 0.0
