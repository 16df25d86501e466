"""Kafka gets the events that RabbitMQ gets, and may be away without a customer's noticing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import Consumer
from rasa.utils.endpoints import EndpointConfig

from assistant.runtime.event_broker import DEFAULT_NAME, DiscreetBroker
from evaluation.production.servers import Assistant
from evaluation.production.services import Kafka, running

MARK = "zeldzaamwoord"
TOPIC = "shop-events"
ENOUGH_SECONDS = 30
# What is promised of an orderly end (docs/reliability.md).
DRAIN_SECONDS = 10


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[Kafka]:
    service = Kafka(tmp_path)
    with running(service):
        yield service


def read(kafka: Kafka, topic: str, number: int) -> list[bytes]:
    """Return what a topic holds, at least so many events."""
    consumer = Consumer(
        {"bootstrap.servers": kafka.address, "group.id": "t", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic])
    bodies: list[bytes] = []
    until = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < until and len(bodies) < number:
        message = consumer.poll(0.5)
        if message is not None and not message.error():
            bodies.append(message.value())
    consumer.close()
    return bodies


def test_events_arrive_in_order_without_texts(kafka: Kafka, tmp_path: Path) -> None:
    server = Assistant(tmp_path / "discreet", ASSISTANT_BROKER=f"{kafka.url}?topic={TOPIC}")
    with running(server):
        for _ in range(3):
            _, replies = server.say(f"web-{MARK}", f"heeft {MARK} veel magnesium?")
        assert server.get("/health/ready")[1]["broker"] == "ok"
        bodies = read(kafka, TOPIC, 12)
    events = [json.loads(body) for body in bodies]
    said = [event["event"] for event in events if event["event"] in ("user", "bot")]
    assert said[:4] == ["user", "bot", "user", "bot"]
    assert len({event["sender_id"] for event in events}) == 1
    times = [event["timestamp"] for event in events]
    assert times == sorted(times)
    for body in bodies:
        assert MARK.encode() not in body
        assert not {"text", "parse_data", "data", "value"} & set(json.loads(body))
        assert not any(reply["text"] in body.decode() for reply in replies)


async def test_receipts_are_read_as_they_come(
    kafka: Kafka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_BROKER", kafka.url)
    broker = await DiscreetBroker.from_endpoint_config(EndpointConfig())
    assert broker is not None

    async def publish(number: int) -> None:
        broker.publish({"event": "user", "sender_id": "a", "timestamp": number})
        await asyncio.sleep(0.05)

    producers = broker._broker._broker
    deadline = time.monotonic() + ENOUGH_SECONDS
    while producers.producer is None:
        assert time.monotonic() < deadline
        await publish(0)
    # What was sent a moment ago may still be under way.
    number = 1
    while number < 50 or len(producers.producer) > 5:
        assert time.monotonic() < deadline
        await publish(number)
        number += 1
    await broker.close()
    assert len(producers.producer) == 0


def test_texts_arrive_when_switched_on(kafka: Kafka, tmp_path: Path) -> None:
    server = Assistant(tmp_path / "whole", ASSISTANT_BROKER=kafka.url, ASSISTANT_BROKER_TEXTS="yes")
    with running(server):
        server.say("with-texts", f"heeft {MARK} veel magnesium?")
        assert any(MARK.encode() in body for body in read(kafka, DEFAULT_NAME, 4))


def test_a_kafka_that_is_killed_delays_neither_an_answer_nor_the_end(
    kafka: Kafka, tmp_path: Path
) -> None:
    server = Assistant(tmp_path / "killed", ASSISTANT_BROKER=kafka.url)
    with running(server):
        server.say("a", "waar zit veel magnesium in?")
        assert read(kafka, DEFAULT_NAME, 1)
        kafka.kill()
        began = time.monotonic()
        for number in range(5):
            assert server.say(f"b{number}", "waar zit veel magnesium in?")[0] == 200
        assert time.monotonic() - began < DRAIN_SECONDS
        assert server.get("/health/ready")[1]["broker"] == "away"
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < DRAIN_SECONDS
