from __future__ import annotations

import pytest

from actions.action_refer import ActionRefer
from tests.unit.actions.conftest import Run


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("medicatie", "referral"),
        ("zwangerschap", "referral"),
        ("nierziekte", "referral"),
        ("kind", "referral"),
        ("noodgeval", "emergency"),
    ],
)
async def test_the_intent_alone_is_enough(run: Run, intent: str, kind: str) -> None:
    said, _ = await run(ActionRefer(), "hm", intent)
    assert said[0]["kind"] == kind
    assert said[0]["topics"] == [intent]


async def test_a_pressed_button_refers(run: Run) -> None:
    said, _ = await run(ActionRefer(), "/zwangerschap", "zwangerschap")
    assert said[0]["kind"] == "referral"
