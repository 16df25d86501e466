from __future__ import annotations

import logging

import pytest
from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply
from tests.unit.actions.conftest import Run


class Failing(AssistantAction, Action):
    def name(self) -> str:
        return "action_failing"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        raise ValueError(turn.text)


async def test_risk_comes_before_any_answer(run: Run) -> None:
    said, events = await run(Failing(), "ik slik metoprolol, hoeveel mag ik", "dosering")
    assert said[0]["kind"] == "referral"
    assert said[0]["topics"] == ["medicatie"]
    assert "bètablokkers" in said[0]["text"]
    assert " mg" not in said[0]["text"]
    assert events[0]["name"] == "risks"
    assert events[0]["value"] == ["medicatie"]


async def test_a_failing_action_apologises_and_quotes_nobody(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        said, _ = await run(Failing(), "hoeveel mag ik per dag", "dosering")
    assert said[0]["kind"] == "fallback"
    assert "Er ging iets mis" in said[0]["text"]
    assert "hoeveel" not in caplog.text


async def test_a_failing_action_still_refers_what_only_the_intent_shows(run: Run) -> None:
    said, _ = await run(Failing(), "dat spul van de internist", "medicatie")
    assert said[0]["kind"] == "referral"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (".", "geen vraag"),
        ("😀😀", "geen vraag"),
        ("Привет, помогает ли магний", "geen vraag"),
        ("x" * 2001, "te lang"),
        ("Does magnesium help against cramps?", "I only speak Dutch"),
        ("Hilft Magnesium gegen Krämpfe oder nicht?", "nur Niederländisch"),
        ("est-ce que le magnésium aide contre les crampes", "je ne parle que"),
    ],
)
async def test_what_cannot_be_read_gets_a_kind_word(run: Run, text: str, part: str) -> None:
    said, _ = await run(Failing(), text, "buiten_bereik")
    assert part in said[0]["text"]
    assert said[0]["kind"] == "fallback"


async def test_a_risk_in_a_message_that_is_too_long_is_referred(run: Run) -> None:
    said, _ = await run(Failing(), "blabla " * 500 + "ik ben zwanger", "dosering")
    assert said[0]["kind"] == "referral"


async def test_an_emergency_is_said_alone(run: Run) -> None:
    said, _ = await run(Failing(), "ik slik metoprolol en heb nu pijn op de borst", "dosering")
    assert [message["kind"] for message in said] == ["emergency"]
    assert said[0]["buttons"] == []


async def test_english_with_a_risk_is_referred(run: Run) -> None:
    said, _ = await run(Failing(), "I'm pregnant, can I take this?", "dosering")
    assert said[0]["kind"] == "referral"
