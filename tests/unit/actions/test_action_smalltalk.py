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
