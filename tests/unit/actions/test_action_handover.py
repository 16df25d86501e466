from __future__ import annotations

from actions.action_handover import ActionHandover
from tests.unit.actions.conftest import Run


def slots(events: list[dict[str, object]]) -> dict[str, object]:
    return {str(event["name"]): event["value"] for event in events}


async def test_it_says_how_to_reach_the_shop_and_begins_the_form(run: Run) -> None:
    said, events = await run(ActionHandover(), "medewerker", "mens_spreken")
    assert [message["kind"] for message in said] == ["handover", "handover"]
    assert "klantendienst@topvitamine.com" in said[0]["text"]
    assert slots(events)["handover_wanted"] is True
    assert len(str(slots(events)["handover_id"])) == 32


async def test_a_risk_is_referred_first_without_another_offer(run: Run) -> None:
    said, events = await run(ActionHandover(), "ik ben zwanger, medewerker aub", "mens_spreken")
    assert [message["kind"] for message in said] == ["referral", "handover", "handover"]
    assert "Wilt u een medewerker spreken?" not in said[0]["text"]
    assert slots(events)["risks"] == ["zwangerschap"]


async def test_an_emergency_keeps_the_form_from_beginning(run: Run) -> None:
    said, events = await run(ActionHandover(), "help, pijn op de borst", "mens_spreken")
    assert [message["kind"] for message in said] == ["emergency"]
    assert slots(events)["handover_wanted"] is False


async def test_what_was_filled_in_before_is_gone(run: Run) -> None:
    old = {"handover_question": "oude vraag", "handover_id": "old"}
    _, events = await run(ActionHandover(), "medewerker", "mens_spreken", slots=old)
    assert slots(events)["handover_question"] is None
    assert slots(events)["handover_id"] != "old"


async def test_what_was_said_is_kept_for_the_person(run: Run) -> None:
    before = [
        {"event": "user", "text": "ik slik metoprolol"},
        {"event": "slot", "name": "risks"},
        {"event": "bot", "text": "Vraag het uw huisarts."},
    ]
    _, events = await run(ActionHandover(), "medewerker", "mens_spreken", events=before)
    assert slots(events)["handover_messages"] == [
        {"by": "customer", "text": "ik slik metoprolol"},
        {"by": "assistant", "text": "Vraag het uw huisarts."},
        {"by": "customer", "text": "medewerker"},
    ]
