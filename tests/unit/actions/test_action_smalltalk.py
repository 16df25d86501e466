from __future__ import annotations

import pytest

from actions.action_smalltalk import ActionSmalltalk
from tests.unit.actions.conftest import Run


@pytest.mark.parametrize(
    ("intent", "kind", "part"),
    [
        ("begroeting", "smalltalk", "computerprogramma"),
        ("bedankt", "smalltalk", "Graag gedaan"),
        ("afscheid", "smalltalk", "Tot ziens"),
        ("bot_uitdaging", "smalltalk", "niet met een mens"),
        ("klacht_onbegrip", "smalltalk", "Sorry"),
        ("buiten_bereik", "fallback", "kan ik u niet mee helpen"),
    ],
)
async def test_the_line_for_each_talk_topic(run: Run, intent: str, kind: str, part: str) -> None:
    said, _ = await run(ActionSmalltalk(), "hm hm", intent)
    assert said[0]["kind"] == kind
    assert said[0]["topics"] == [intent]
    assert part in said[0]["text"]


async def test_an_unknown_intent_is_asked_back(run: Run) -> None:
    said, _ = await run(ActionSmalltalk(), "hm hm", None)
    assert said[0]["kind"] == "clarify"


async def test_a_declined_offer_is_acknowledged(run: Run) -> None:
    said, _ = await run(ActionSmalltalk(), "nee hoeft niet", "bedankt", act="decline")
    assert (said[0]["kind"], said[0]["topics"]) == ("smalltalk", [])
    assert said[0]["text"].startswith("Goed.")


async def test_a_risk_that_is_taken_back_is_forgotten(run: Run) -> None:
    slots = {"risks": ["medicatie"], "risks_reminded": ["medicatie"]}
    said, events = await run(
        ActionSmalltalk(), "die bloeddrukpillen slik ik niet meer", "bedankt",
        act="take_back", taken_back_risks=["medicatie"], slots=slots,
    )  # fmt: skip
    assert said[0]["kind"] == "smalltalk"
    assert {event["name"]: event["value"] for event in events} == {
        "risks": [],
        "risks_reminded": [],
    }


async def test_taking_back_one_of_two_risks_keeps_the_other(run: Run) -> None:
    said, events = await run(
        ActionSmalltalk(), "die bloeddrukpillen slik ik niet meer", "bedankt",
        act="take_back", taken_back_risks=["medicatie"],
        slots={"risks": ["medicatie", "zwangerschap"]},
    )  # fmt: skip
    assert "zwangerschap of borstvoeding nog wel" in said[0]["text"]
    assert [event["value"] for event in events] == [["zwangerschap"]]


async def test_taking_back_one_risk_while_naming_another_still_refers(run: Run) -> None:
    slots = {"risks": ["medicatie"]}
    said, events = await run(
        ActionSmalltalk(), "die slik ik niet meer, ik ben nu zwanger", "bedankt",
        act="take_back", taken_back_risks=["medicatie"], slots=slots,
    )  # fmt: skip
    assert [message["kind"] for message in said] == ["referral"]
    assert events[0]["value"] == ["zwangerschap"]


@pytest.mark.parametrize(
    ("act", "part"), [("confirm", "Ik houd daar rekening mee"), ("deny", "Wat klopt er niet meer?")]
)
async def test_what_a_customer_says_of_known_risks_is_acknowledged(
    run: Run, act: str, part: str
) -> None:
    slots = {"risks": ["medicatie", "kind"], "risks_recall": "asked"}
    said, _ = await run(ActionSmalltalk(), "ja", "bedankt", act=act, slots=slots)
    assert part in said[0]["text"]
