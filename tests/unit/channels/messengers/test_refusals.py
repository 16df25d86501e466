"""What a messenger's refusal means: try again, or never."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.channels.messengers.http import Answer, Client
from assistant.channels.messengers.platforms import PLATFORMS
from assistant.channels.messengers.settings import Configuration
from assistant.outbox import GiveUp, TryLater


class OneAnswer(Client):
    """Answers every request the same."""

    def __init__(self, status: int, content: dict[str, Any]) -> None:
        super().__init__()
        self.answer = Answer(status, content, None)

    async def request(self, method: str, url: str, **options: Any) -> Answer:
        return self.answer


async def send(channel: str, status: int, content: dict[str, Any]) -> None:
    kind = PLATFORMS[channel]
    values = {setting.name: "1" for setting in kind.settings}
    values["ASSISTANT_PUBLIC_URL"] = "https://winkel.example"
    platform = kind(Configuration(values), OneAnswer(status, content))
    await platform.send("31612345678", {})


def graph(code: int, subcode: int | None = None) -> dict[str, Any]:
    error = {"message": "geheim", "code": code}
    return {"error": error if subcode is None else {**error, "error_subcode": subcode}}


LATER = [
    ("whatsapp", 401, graph(190)),  # The token ran out.
    ("whatsapp", 403, graph(10)),  # The app lacks a permission.
    ("whatsapp", 400, graph(131042)),  # The account isn't paid.
    ("whatsapp", 400, graph(133010)),  # The number isn't registered.
    ("messenger", 400, graph(613)),  # Too many requests.
    ("messenger", 403, graph(10)),
    ("messenger", 403, graph(200)),
    ("messenger", 502, {}),
    ("telegram", 401, {"ok": False, "error_code": 401}),
    ("telegram", 404, {"ok": False, "error_code": 404}),  # The token isn't one.
    ("telegram", 429, {"ok": False, "error_code": 429}),
    ("twilio", 401, {"code": 20003}),
    ("twilio", 400, {"code": 63007}),  # The number isn't ours.
]
NEVER = [
    ("whatsapp", 400, graph(131047)),  # The customer wrote more than 24 hours ago.
    ("whatsapp", 400, graph(131026)),  # The customer isn't on WhatsApp.
    ("messenger", 400, graph(10, 2018278)),  # More than 24 hours ago.
    ("messenger", 400, graph(551, 1545041)),  # The customer blocked the page.
    ("messenger", 403, graph(200, 1545041)),
    ("messenger", 400, graph(100)),
    ("telegram", 403, {"ok": False, "error_code": 403}),  # The customer blocked the bot.
    ("telegram", 400, {"ok": False, "error_code": 400}),
    ("twilio", 400, {"code": 63016}),  # More than 24 hours ago.
    ("twilio", 400, {"code": 21610}),  # The customer unsubscribed.
]


@pytest.mark.parametrize(("channel", "status", "content"), LATER)
async def test_what_passes_or_the_operator_can_repair_is_tried_again(
    channel: str, status: int, content: dict[str, Any]
) -> None:
    with pytest.raises(TryLater) as raised:
        await send(channel, status, content)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(("channel", "status", "content"), NEVER)
async def test_what_the_customer_decided_is_never_tried_again(
    channel: str, status: int, content: dict[str, Any]
) -> None:
    with pytest.raises(GiveUp) as raised:
        await send(channel, status, content)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize("channel", PLATFORMS)
async def test_what_is_accepted_raises_nothing(channel: str) -> None:
    await send(channel, 201, {})
