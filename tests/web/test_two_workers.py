"""Two server processes on one PostgreSQL: any of them serves any part of a conversation."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluation.production.services import free_port
from tests.e2e.conftest import SHIPPED, Server, project_copy, start
from tests.web.conftest import PLENTY
from tests.web.visitor import Visitor, stream

FOODS = "waar zit veel magnesium in?"
KEY = "k" * 40


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory, postgres: str) -> Iterator[list[Server]]:
    folder = project_copy(tmp_path_factory.mktemp("workers") / "project", SHIPPED)
    started = []
    for _ in range(2):
        port = free_port()
        started.append(
            start(
                folder,
                "assistant",
                "serve",
                "--port",
                str(port),
                port=port,
                **PLENTY,
                ASSISTANT_DATABASE=postgres,
                ASSISTANT_TOKEN_KEY=KEY,
            )
        )
    yield [running for _, running in started]
    for process, _ in started:
        process.terminate()
    for process, _ in started:
        process.wait(timeout=30)


def test_one_takes_the_message_and_the_other_streams_the_answer(workers: list[Server]) -> None:
    first = Visitor(workers[0].port)
    with stream(first, port=workers[1].port) as until:
        first.send(text=FOODS)
        events = until(lambda events: {"type": "typing", "on": False} in events)
    assert [event["type"] for event in events] == ["user", "typing", "message", "typing"]
    assert events[2]["topics"] == ["voedingsbronnen"]


def test_messages_to_both_are_answered_once_and_in_order(workers: list[Server]) -> None:
    visitors = [Visitor(workers[0].port)]
    visitors.append(Visitor(workers[1].port, visitors[0].token))
    ids = [str(uuid.uuid4()) for _ in range(20)]
    for number, message_id in enumerate(ids):
        visitors[number % 2].send(message_id, text=FOODS)
    visitors[1].answer_to(ids[-1])
    events = visitors[1].history()
    assert [event["id"] for event in events] == list(range(1, 41))
    answered = [event["in_reply_to"] for event in events if event["type"] == "message"]
    assert answered == ids


def test_the_same_message_to_both_at_once_is_answered_once(workers: list[Server]) -> None:
    first = Visitor(workers[0].port)
    visitors = [first, Visitor(workers[1].port, first.token)]
    message_id = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as pool:
        sent = [
            pool.submit(visitors[number % 2].send, message_id, text=FOODS) for number in range(8)
        ]
        assert {each.result().status_code for each in sent} == {202}
    first.answer_to(message_id)
    assert [event["type"] for event in first.history()] == ["user", "message"]


def test_many_conversations_at_once_lose_nothing(workers: list[Server]) -> None:
    def talk(number: int) -> list[str]:
        visitor = Visitor(workers[number % 2].port)
        other = Visitor(workers[(number + 1) % 2].port, visitor.token)
        ids = [str(uuid.uuid4()) for _ in range(5)]
        with stream(other) as until:
            for message_id in ids:
                visitor.send(message_id, text=FOODS)
            # Not for a typing sign: a quick answer, before the stream looks, gives none.
            seen = until(lambda events: sum("id" in event for event in events) == 10)
        numbers = [event["id"] for event in seen if "id" in event]
        assert numbers == list(range(1, 11))
        return [event["in_reply_to"] for event in seen if event["type"] == "message"]

    with ThreadPoolExecutor(10) as pool:
        for answered in pool.map(talk, range(20)):
            assert len(set(answered)) == 5


def test_a_conversation_deleted_at_one_is_dead_at_the_other(workers: list[Server]) -> None:
    first = Visitor(workers[0].port)
    other = Visitor(workers[1].port, first.token)
    first.ask(text=FOODS)
    assert first.http.delete("/conversation", headers=first.headers).status_code == 204
    assert other.get("/history").status_code == 401
