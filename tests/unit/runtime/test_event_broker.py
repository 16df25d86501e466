from __future__ import annotations

import json

import pytest
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered

from assistant.runtime.event_broker import addresses, without_texts

SECRET = "mijn zus slikt metoprolol"
EVENTS = [
    UserUttered(
        SECRET,
        {"name": "medicatie", "confidence": 0.9},
        [{"entity": "risk", "value": SECRET}],
        {"text": SECRET, "intent": {"name": "medicatie", "confidence": 0.9},
         "entities": [{"entity": "risk", "value": SECRET}]},
        input_channel="web", message_id="m1", metadata={"page": SECRET},
    ),
    BotUttered(SECRET, {"buttons": [{"title": SECRET}]}, {"kind": "referral", "topics": ["t"]}),
    SlotSet("risks", [SECRET]),
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type_name)
def test_nothing_that_was_said_leaves(event: UserUttered) -> None:
    left = without_texts({"sender_id": "web-conversation", **event.as_dict()})
    assert SECRET not in json.dumps(left)
    assert "web-conversation" not in json.dumps(left)
    assert left["event"] == event.type_name
    assert left["timestamp"] == event.timestamp


def test_what_statistics_need_is_left() -> None:
    user, bot = (without_texts({"sender_id": "a", **event.as_dict()}) for event in EVENTS[:2])
    assert user["intent"] == {"name": "medicatie", "confidence": 0.9}
    assert user["entities"] == ["risk"]
    assert user["input_channel"] == "web"
    assert (bot["kind"], bot["topics"]) == ("referral", ["t"])
    assert user["sender_id"] == bot["sender_id"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("amqp://user:pass@rabbit", [("rabbit", 5672)]),
        ("amqps://rabbit:1234?queue=a", [("rabbit", 1234)]),
        ("kafka://one:9093,two?topic=a", [("one", 9093), ("two", 9092)]),
    ],
)
def test_addresses(url: str, expected: list[tuple[str, int]]) -> None:
    assert addresses(url) == expected


@pytest.mark.parametrize("url", ["http://rabbit", "amqp:", "rabbit"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="ASSISTANT_BROKER"):
        addresses(url)
