from __future__ import annotations

from actions.action_handover import ActionHandover
from tests.unit.actions.conftest import Run


async def test_it_says_how_to_reach_a_person(run: Run) -> None:
    said, _ = await run(ActionHandover(), "mag ik iemand spreken", "mens_spreken")
    assert said[0]["kind"] == "handover"
    assert said[0]["topics"] == ["mens_spreken"]
    assert "@" in said[0]["text"]
    assert "op werkdagen" in said[0]["text"]
