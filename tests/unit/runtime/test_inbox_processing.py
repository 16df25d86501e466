from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.nlu.entities import RISKS_SLOT
from assistant.runtime import inbox_processing
from assistant.runtime.inbox_processing import LATE_SECONDS, MAX_ATTEMPTS, replies_to, with_apology
from assistant.storage.inbox import Accepted

SAID = {"text": "Antwoord.", "kind": "answer", "topics": ["hart"]}


class FakeAgent:
    """Answers every message; keeps trackers in memory; fails when told to."""

    def __init__(self) -> None:
        self.lock_store = self
        self.processor = self
        slot = {"type": "list", "mappings": [{"type": "custom"}]}
        self.tracker_store = InMemoryTrackerStore(Domain.from_dict({"slots": {RISKS_SLOT: slot}}))
        self.asked: list[str] = []
        self.reply: dict[str, Any] | None = SAID
        self.error: Exception | None = None

    @asynccontextmanager
    async def lock(self, conversation: str) -> AsyncIterator[None]:
        yield

    async def risks(self) -> list[str]:
        tracker = await self.tracker_store.retrieve("web-a")
        return (tracker and tracker.get_slot(RISKS_SLOT)) or []

    async def handle_message(self, message: UserMessage) -> None:
        if self.error is not None:
            raise self.error
        self.asked.append(message.message_id)
        if self.reply is not None:
            await message.output_channel.send_response(message.sender_id, self.reply)


def accepted(text: str = "vraag", *, attempts: int = 1, age: float = 0.0) -> Accepted:
    return Accepted(1, "web-a", "web", "m1", text, {}, time.time() - age, attempts)


@pytest.fixture
def agent() -> FakeAgent:
    return FakeAgent()


async def test_the_model_answers_under_the_messages_own_id(agent: FakeAgent) -> None:
    replies = await replies_to(agent, accepted())
    assert [reply["text"] for reply in replies] == ["Antwoord."]
    assert agent.asked == ["m1"]


async def test_an_answer_given_before_a_kill_is_used_again(agent: FakeAgent) -> None:
    said = BotUttered("Eerder.", {"buttons": [{"title": "A", "payload": "/a"}]}, {"kind": "answer"})
    earlier = [UserUttered("vraag", message_id="m1"), said, UserUttered("x", message_id="m2")]
    await agent.tracker_store.save(
        DialogueStateTracker.from_events("web-a", [*earlier, BotUttered("Later.")])
    )
    replies = await replies_to(agent, accepted(attempts=2))
    assert [reply["text"] for reply in replies] == ["Eerder."]
    assert replies[0]["kind"] == "answer"
    assert replies[0]["buttons"] == [{"title": "A", "payload": "/a"}]
    assert agent.asked == []


async def test_a_message_that_was_not_answered_before_the_kill_is_asked(agent: FakeAgent) -> None:
    await replies_to(agent, accepted(attempts=2))
    assert agent.asked == ["m1"]


async def test_a_failing_or_silent_model_is_never_silence(agent: FakeAgent) -> None:
    agent.reply = None
    assert (await replies_to(agent, accepted()))[0]["text"]
    agent.error = RuntimeError("broken on purpose")
    assert (await replies_to(agent, accepted()))[0]["kind"] == "fallback"
    assert (await replies_to(agent, accepted("ik slik metoprolol")))[0]["kind"] == "referral"


async def test_a_store_that_is_away_is_tried_again_but_not_for_ever(agent: FakeAgent) -> None:
    agent.error = LockError("away")
    with pytest.raises(LockError):
        await replies_to(agent, accepted())
    given_up = await replies_to(agent, accepted("ik slik metoprolol", attempts=MAX_ATTEMPTS + 1))
    assert given_up[0]["kind"] == "referral"


async def test_a_risk_that_the_model_never_saw_is_remembered(agent: FakeAgent) -> None:
    await replies_to(agent, accepted("waar zit het in?", attempts=MAX_ATTEMPTS + 1))
    assert await agent.risks() == []
    await replies_to(agent, accepted("ik slik metoprolol", attempts=MAX_ATTEMPTS + 1))
    assert await agent.risks() == ["medicatie"]
    agent.error = RuntimeError("broken on purpose")
    await replies_to(agent, accepted("ik ben zwanger"))
    assert await agent.risks() == ["medicatie", "zwangerschap"]


def test_an_old_message_gets_an_apology_first() -> None:
    old = accepted(age=LATE_SECONDS + 1)
    apology, answer = with_apology(old, [SAID])
    assert "storing" in apology["text"]
    assert answer == SAID
    assert with_apology(accepted(), [SAID]) == [SAID]
    emergency = {**SAID, "kind": "emergency"}
    assert with_apology(old, [emergency]) == [emergency]
    assert with_apology(old, []) == []


def test_a_conversation_without_a_channel_is_an_error() -> None:
    with pytest.raises(KeyError):
        inbox_processing.deliver(None, accepted(), [])
