from __future__ import annotations

import logging
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.guarded import guarded


class Failing:
    @guarded
    def process(self, messages: list[Message]) -> list[Message]:
        raise ValueError("ik slik metoprolol")


def test_a_failure_ends_nothing_and_quotes_nobody(caplog: pytest.LogCaptureFixture) -> None:
    message = Message({TEXT: "ik slik metoprolol"})
    with caplog.at_level(logging.ERROR):
        assert Failing().process([message]) == [message]
    assert message.get(INTENT)["name"] is None
    assert "ValueError" in caplog.text
    assert "metoprolol" not in caplog.text


def test_an_intent_that_is_there_stays() -> None:
    intent: dict[str, Any] = {"name": "dosering", "confidence": 0.9}
    message = Message({TEXT: "x", INTENT: intent})
    Failing().process([message])
    assert message.get(INTENT) == intent
