from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.handoff.chatwoot_events import read_chatwoot_event
from assistant.handoff.replies import HandoverComposer
from assistant.handoff.takeover import NotAnEvent, Told, UnknownHandover, hear, read_event
from assistant.knowledge.loader import Knowledge
from assistant.replies.compose import Composer
from assistant.replies.message import Message
from assistant.storage import handovers
from assistant.storage.database import metadata

TAKEN = {"id": "e1", "handover": "h1", "event": "taken_over", "name": "Anna"}
ANSWERED = {"id": "e2", "handover": "h1", "event": "message", "text": "Dag, met Anna."}
ENDED = {"id": "e3", "handover": "h1", "event": "ended"}


class Conversation:
    """One with a stored request; ``sent`` is what went out."""

    def __init__(self, connection: Connection, composer: HandoverComposer) -> None:
        self.connection = connection
        self.composer = composer
        self.sent: list[Message] = []

    def tell(self, content: dict[str, Any]) -> str | None:
        event = read_event(content)
        return hear(self.connection, event, self.composer, self.put, now=1.0)

    def put(self, connection: Connection, conversation: str, messages: Sequence[Message]) -> None:
        assert conversation == "web-1"
        self.sent += messages


@pytest.fixture
def conversation(
    tmp_path: Path, knowledge: Knowledge, composer: Composer
) -> Iterator[Conversation]:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'tracker.db'}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        handovers.add(connection, "h1", "web-1", {}, now=1.0)
        yield Conversation(connection, HandoverComposer(knowledge, composer))


def test_taking_over_says_who_answers(conversation: Conversation) -> None:
    assert conversation.tell(TAKEN) == "web-1"
    assert handovers.takeover_of(conversation.connection, "web-1") is not None
    [said] = conversation.sent
    assert (said["status"], said["name"]) == ("taken_over", "Anna")
    assert said["text"].startswith("Anna van Topvitamine")


def test_an_answer_goes_out_under_the_persons_name(conversation: Conversation) -> None:
    conversation.tell(TAKEN)
    conversation.tell(ANSWERED)
    assert conversation.sent[-1]["text"] == "Dag, met Anna."
    assert conversation.sent[-1]["from"] == "Anna"
    assert len(conversation.sent) == 2


def test_who_answers_at_once_has_taken_over_by_that(conversation: Conversation) -> None:
    conversation.tell({**ANSWERED, "name": "Bo"})
    assert [said.get("status") for said in conversation.sent] == ["taken_over", None]


def test_what_is_told_twice_counts_once(conversation: Conversation) -> None:
    conversation.tell(TAKEN)
    conversation.tell(ANSWERED)
    assert conversation.tell(ANSWERED) is None
    assert len(conversation.sent) == 2


def test_the_assistant_answers_again_after_the_end(conversation: Conversation) -> None:
    conversation.tell(TAKEN)
    conversation.tell(ENDED)
    assert handovers.takeover_of(conversation.connection, "web-1") is None
    assert conversation.sent[-1]["status"] == "ended"


def test_an_unknown_request_is_refused(conversation: Conversation) -> None:
    with pytest.raises(UnknownHandover):
        conversation.tell({**TAKEN, "handover": "h2"})


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        {**TAKEN, "event": "waves"},
        {**TAKEN, "id": ""},
        {**TAKEN, "id": 5},
        {**TAKEN, "name": "x" * 101},
        {**ANSWERED, "text": "  "},
    ],
)
def test_what_cannot_be_read_is_refused(content: Any) -> None:
    with pytest.raises(NotAnEvent):
        read_event(content)


CHATWOOT = {
    "event": "message_created",
    "id": 7,
    "message_type": "outgoing",
    "private": False,
    "content": "Hallo!",
    "sender": {"name": "Anna"},
    "conversation": {"id": 3, "custom_attributes": {"handover": "h1"}},
}


def test_chatwoots_answer_is_a_persons_message() -> None:
    event = read_chatwoot_event(CHATWOOT)
    assert event is not None
    assert (event.told, event.name, event.text) == (Told.MESSAGE, "Anna", "Hallo!")


def test_chatwoots_end_is_an_end() -> None:
    content = {
        "event": "conversation_status_changed", "id": 3, "status": "resolved",
        "updated_at": 5, "custom_attributes": {"handover": "h1"},
    }  # fmt: skip
    event = read_chatwoot_event(content)
    assert event is not None
    assert event.told is Told.ENDED


@pytest.mark.parametrize(
    "change",
    [
        {"private": True},
        {"message_type": "incoming"},
        {"content": ""},
        {"conversation": {"custom_attributes": {}}},
        {"event": "conversation_updated"},
    ],
)
def test_what_isnt_for_the_customer_is_left_alone(change: dict[str, Any]) -> None:
    assert read_chatwoot_event({**CHATWOOT, **change}) is None
    assert read_chatwoot_event(None) is None
