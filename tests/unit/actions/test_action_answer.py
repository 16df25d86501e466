from __future__ import annotations

from typing import Any

from actions.action_answer import ActionAnswer
from tests.unit.actions.conftest import Run


def bot(kind: str, *topics: str) -> dict[str, Any]:
    return {"event": "bot", "text": "-", "metadata": {"kind": kind, "topics": list(topics)}}


async def test_it_answers_with_source_and_quick_replies(run: Run) -> None:
    said, events = await run(ActionAnswer(), "waar zit het in", "voedingsbronnen")
    assert said[0]["kind"] == "answer"
    assert said[0]["topics"] == ["voedingsbronnen"]
    assert "spinazie" in said[0]["text"]
    assert "Bron:" in said[0]["text"]
    assert 1 <= len(said[0]["buttons"]) <= 3
    assert events == []


async def test_two_questions_get_both_answers_in_order(run: Run) -> None:
    said, _ = await run(
        ActionAnswer(),
        "waar zit het in en hoeveel mag ik",
        "voedingsbronnen",
        topics=["voedingsbronnen", "dosering"],
    )
    assert [message["topics"] for message in said] == [["voedingsbronnen"], ["dosering"]]
    assert said[0]["buttons"] == []


async def test_never_more_than_three_answers(run: Run) -> None:
    asked = ["voedingsbronnen", "dosering", "vormen", "hart"]
    said, _ = await run(ActionAnswer(), "van alles", "vormen", topics=asked)
    assert len(said) == 3


async def test_a_repeated_question_gets_other_words(run: Run) -> None:
    first, _ = await run(ActionAnswer(), "waar zit het in", "voedingsbronnen")
    events = [{"event": "user"}, bot("answer", "voedingsbronnen")]
    again, _ = await run(ActionAnswer(), "waar zit het in", "voedingsbronnen", events=events)
    assert again[0]["text"] != first[0]["text"]


async def test_after_a_risk_only_harmless_topics_are_answered(run: Run) -> None:
    slots = {"risks": ["zwangerschap"]}
    dose, _ = await run(ActionAnswer(), "hoeveel mag ik", "dosering", slots=slots)
    assert dose[0]["kind"] == "referral"
    assert dose[0]["topics"] == ["zwangerschap"]
    assert " mg" not in dose[0]["text"]

    food, _ = await run(ActionAnswer(), "waar zit het in", "voedingsbronnen", slots=slots)
    assert food[0]["kind"] == "answer"
    assert "zwangerschap" in food[0]["text"]


async def test_a_topic_that_the_knowledge_lacks_is_asked_back(run: Run) -> None:
    said, _ = await run(ActionAnswer(), "iets nieuws", "nieuw_onderwerp")
    assert said[0]["kind"] == "clarify"


async def test_when_only_an_excluded_risk_was_heard_the_next_topic_is_answered(run: Run) -> None:
    ranking = [{"name": name, "confidence": 0.1} for name in ("zwangerschap", "dosering")]
    said, _ = await run(
        ActionAnswer(),
        "ik ben niet zwanger hoor, maar hoeveel mag ik",
        "zwangerschap",
        topics=["zwangerschap"],
        intent_ranking=ranking,
        safety_checked=True,
        excluded_risks=["zwangerschap"],
    )
    assert [message["topics"] for message in said] == [["dosering"]]


async def test_an_excluded_risk_doesnt_hide_the_question(run: Run) -> None:
    said, _ = await run(
        ActionAnswer(),
        "ik ben niet zwanger, hoeveel mag ik?",
        "zwangerschap",
        topics=["zwangerschap", "dosering"],
        safety_checked=True,
        excluded_risks=["zwangerschap"],
    )
    assert [message["topics"] for message in said] == [["dosering"]]


async def test_a_channel_may_ask_for_short_answers(run: Run) -> None:
    in_full, _ = await run(ActionAnswer(), "kramp", "spierkrampen")
    short, _ = await run(ActionAnswer(), "kramp", "spierkrampen", metadata={"short": True})
    assert len(short[0]["text"]) < len(in_full[0]["text"])
