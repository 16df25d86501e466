from __future__ import annotations

import time
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.entities import ACT_KEY, TOPICS_KEY
from assistant.nlu.follow_ups import MAX_PAUSE_SECONDS, FollowUps, context_from_tracker


def said(kind: str, *topics: str, buttons: tuple[str, ...] = (), ago: float = 0) -> BotUttered:
    return BotUttered(
        "x",
        {"buttons": [{"title": name, "payload": f"/{name}"} for name in buttons]},
        metadata={"kind": kind, "topics": list(topics)},
        timestamp=time.time() - ago,
    )


def tracker(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", list(events))


def read(text: str, conversation: DialogueStateTracker) -> Message:
    ranking = [{"name": "buiten_bereik", "confidence": 0.4}, {"name": "hart", "confidence": 0.3}]
    message = Message({TEXT: text, INTENT: ranking[0], INTENT_RANKING_KEY: ranking})
    FollowUps().process([message], conversation)
    return message


def test_half_a_question_gets_the_topic_before_it() -> None:
    conversation = tracker(UserUttered("kramp?"), said("answer", "spierkrampen"))
    message = read("en voor mijn man?", conversation)
    assert message.get(INTENT)["name"] == "spierkrampen"
    assert message.get(TOPICS_KEY) == ["spierkrampen"]


def test_a_number_presses_a_button() -> None:
    answer = said("answer", "hart", buttons=("dosering", "vormen"))
    assert read("2", tracker(UserUttered("x"), answer)).get(INTENT)["name"] == "vormen"


def test_no_after_a_referral_is_an_act() -> None:
    referral = said("referral", "medicatie", buttons=("mens_spreken", "voedingsbronnen"))
    message = read("nee hoor", tracker(UserUttered("x"), referral))
    assert message.get(ACT_KEY) == "decline"
    assert message.get(TOPICS_KEY) == []


@pytest.mark.parametrize("conversation", [None, tracker()])
def test_without_a_conversation_nothing_changes(conversation: Any) -> None:
    assert read("en voor mijn man?", conversation).get(INTENT)["name"] == "buiten_bereik"


def test_a_pause_ends_the_topic() -> None:
    old = said("answer", "spierkrampen", ago=MAX_PAUSE_SECONDS + 1)
    assert context_from_tracker(tracker(UserUttered("x"), old)).focus == ()


def test_small_talk_in_between_keeps_the_topic_but_not_its_buttons() -> None:
    conversation = tracker(
        UserUttered("x"), said("answer", "hart", buttons=("dosering",)),
        UserUttered("dank u"), said("smalltalk", "bedankt"),
    )  # fmt: skip
    context = context_from_tracker(conversation)
    assert context.focus == ("hart",)
    assert context.buttons == ()
