from __future__ import annotations

from typing import Any

from actions.action_clarify import ActionClarify
from tests.unit.actions.conftest import Run

RANKING = [
    {"name": name, "confidence": 0.1}
    for name in ("nlu_fallback", "dosering", "bedankt", "vormen", "hart", "diabetes")
]


def turn(kind: str, *topics: str) -> list[dict[str, Any]]:
    metadata = {"kind": kind, "topics": list(topics)}
    return [{"event": "user"}, {"event": "bot", "text": "-", "metadata": metadata}]


async def test_the_three_likeliest_topics_are_offered(run: Run) -> None:
    said, _ = await run(ActionClarify(), "hm", "nlu_fallback", intent_ranking=RANKING)
    assert said[0]["kind"] == "clarify"
    payloads = [button["payload"] for button in said[0]["buttons"]]
    assert payloads == ["/dosering", "/vormen", "/hart"]


async def test_a_second_miss_in_a_row_offers_a_person_and_the_list(run: Run) -> None:
    said, _ = await run(ActionClarify(), "hm", "nlu_fallback", events=turn("clarify"))
    assert said[0]["kind"] == "fallback"
    assert "medewerker" in said[0]["text"]
    assert "Spierkrampen" in said[0]["text"]
    assert said[0]["buttons"][0]["payload"] == "/mens_spreken"


async def test_an_answer_in_between_starts_anew(run: Run) -> None:
    events = [*turn("clarify"), *turn("answer", "hart")]
    said, _ = await run(ActionClarify(), "hm", "nlu_fallback", events=events)
    assert said[0]["kind"] == "clarify"
