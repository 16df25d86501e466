from __future__ import annotations

from typing import Any, cast

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from assistant.nlg import FailsafeResponses

RESPONSES = FailsafeResponses(EndpointConfig(), Domain.empty())


@pytest.mark.parametrize(
    ("text", "intent", "entities", "kind"),
    [
        ("hoeveel mag ik", "dosering", [], "fallback"),
        ("ik ben zwanger", None, [], "referral"),
        ("iets", "medicatie", [], "referral"),
        ("iets", "dosering", [{"entity": "risk", "value": "kind"}], "referral"),
        ("iets", "dosering", [{"entity": "emergency", "value": "allergie"}], "emergency"),
    ],
)
async def test_what_the_server_says_itself(
    text: str, intent: str | None, entities: list[dict[str, Any]], kind: str
) -> None:
    message = UserUttered(text, {"name": intent}, cast(Any, entities))
    tracker = DialogueStateTracker.from_events("c", [message])
    response = await RESPONSES.generate("utter_ask_rephrase", tracker, "rest")
    assert response["kind"] == kind
    assert response["text"]
    assert kind != "emergency" or "112" in response["text"]
