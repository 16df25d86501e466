from __future__ import annotations

from typing import Any

import pytest

from actions.validate_handover_form import ValidateHandoverForm
from assistant.handoff.form import FormReader
from tests.unit.actions.conftest import Run

FILLED = {
    "handover_name": "Ans",
    "handover_contact": "ans@example.nl",
    "handover_question": "Waar blijft mijn pakje?",
    "handover_country": "NL",
}


def slots(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events}


async def test_after_other_words_the_next_question_is_asked(run: Run) -> None:
    spoken = [{"event": "user", "text": "x"}, {"event": "bot", "text": "intro"}]

    class Spoken(ValidateHandoverForm):
        async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> Any:
            tracker.events = spoken
            return await super().run(dispatcher, tracker, domain)

    said, events = await run(Spoken(), "x")
    assert "Wat is uw naam?" in said[0]["text"]
    assert events == []


async def test_an_answer_is_kept_and_the_next_question_follows(run: Run) -> None:
    said, events = await run(ValidateHandoverForm(), "Ans de Vries")
    assert slots(events)["handover_name"] == "Ans de Vries"
    assert "e-mailadres" in said[0]["text"]


async def test_a_message_for_elsewhere_is_left_to_rasa(run: Run) -> None:
    said, events = await run(ValidateHandoverForm(), "hoeveel magnesium zit in noten", "dosering")
    assert (said, events) == ([], [])


async def test_no_ends_the_form_and_empties_it(run: Run) -> None:
    said, events = await run(ValidateHandoverForm(), "nee", slots=FILLED)
    assert "stuur niets door" in said[0]["text"]
    assert slots(events)["requested_slot"] is None
    assert slots(events)["handover_contact"] is None


async def test_an_emergency_ends_it_too(run: Run) -> None:
    said, events = await run(ValidateHandoverForm(), "mijn man krijgt geen lucht", slots=FILLED)
    assert [message["kind"] for message in said] == ["emergency"]
    assert slots(events)["requested_slot"] is None


async def test_a_failure_refers_and_ends_the_form(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> None:
        raise ValueError

    monkeypatch.setattr(FormReader, "read", fail)
    said, events = await run(ValidateHandoverForm(), "ik slik metoprolol", slots=FILLED)
    assert said[0]["kind"] == "referral"
    assert slots(events)["requested_slot"] is None
