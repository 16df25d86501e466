from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.nlu.training_data.message import Message

from assistant.runtime.deviations.understanding_aside import UNDERSTANDING_ASIDE
from tests.unit.runtime.deviations.stock import stock

request = ContextVar("request", default="none")


class Graph:
    """Understands a message by what ``read`` says of it."""

    def __init__(self, read: Any) -> None:
        self.read = read

    def run(self, inputs: dict[str, Any], targets: list[str]) -> dict[str, Any]:
        found = Message()
        for key, value in self.read(inputs["__message__"][0]).items():
            found.set(key, value, add_to_output=True)
        return {targets[0]: [found]}


def processor(read: Any) -> MessageProcessor:
    made = MessageProcessor.__new__(MessageProcessor)
    made.http_interpreter = None
    made.graph_runner = Graph(read)
    made.model_metadata = SimpleNamespace(nlu_target="nlu")
    made.domain = None
    return made


def read(message: UserMessage) -> dict[str, Any]:
    if message.text == "fail":
        raise RuntimeError("broken on purpose")
    intent = {"name": request.get(), "confidence": 0.5}
    return {"text": message.text, "intent": intent, "entities": []}


async def test_a_message_is_understood_as_by_stock() -> None:
    request.set("of this request")
    with stock(UNDERSTANDING_ASIDE):
        expected = await processor(read).parse_message(UserMessage("hallo"))
        UNDERSTANDING_ASIDE.install()
        assert await processor(read).parse_message(UserMessage("hallo")) == expected
    assert expected["intent"]["name"] == "of this request"


async def test_an_error_reaches_the_caller() -> None:
    with stock(UNDERSTANDING_ASIDE):
        UNDERSTANDING_ASIDE.install()
        with pytest.raises(RuntimeError):
            await processor(read).parse_message(UserMessage("fail"))


async def test_others_are_served_meanwhile() -> None:
    served = threading.Event()

    def wait(message: UserMessage) -> dict[str, Any]:
        assert served.wait(10)
        return read(message)

    with stock(UNDERSTANDING_ASIDE):
        UNDERSTANDING_ASIDE.install()
        reading = asyncio.create_task(processor(wait).parse_message(UserMessage("hallo")))
        await asyncio.sleep(0)
        served.set()
        assert (await reading)["text"] == "hallo"
