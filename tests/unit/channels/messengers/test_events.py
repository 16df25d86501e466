from __future__ import annotations

from typing import Any

import pytest

from assistant.channels.messengers import messenger_events, telegram_events, whatsapp_events
from assistant.channels.messengers.incoming import Event, Incoming

SENDER = "31612345678"


def whatsapp(moment: Any, sender: str = SENDER) -> list[Event]:
    message = {"from": sender, "id": "wamid.1", "timestamp": moment, "type": "text"}
    value = {"metadata": {"phone_number_id": "1"}, "messages": [{**message, "text": {"body": "a"}}]}
    change = {"field": "messages", "value": value}
    body = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    return whatsapp_events.read_events(body, "1")


def messenger(moment: Any, sender: str = SENDER) -> list[Event]:
    event = {"sender": {"id": sender}, "recipient": {"id": "1"}, "timestamp": moment}
    entry = {"messaging": [{**event, "message": {"mid": "m_1", "text": "a"}}]}
    return messenger_events.read_events({"object": "page", "entry": [entry]}, "1")


def telegram(moment: Any, sender: str = SENDER) -> list[Event]:
    chat = {"id": int(sender), "type": "private"}
    return telegram_events.read_events(
        {"update_id": 1, "message": {"message_id": 1, "chat": chat, "date": moment, "text": "a"}}
    )


@pytest.mark.parametrize("moment", [10**400, -1, float("nan"), float("inf"), "inf", 10**17])
def test_a_moment_that_no_calendar_knows_is_no_message(moment: Any) -> None:
    assert whatsapp(moment) == messenger(moment) == telegram(moment) == []


def test_a_moment_is_in_seconds_since_1970() -> None:
    (by_whatsapp,), (by_messenger,) = whatsapp("1700000000"), messenger(1_700_000_000_000)
    (by_telegram,) = telegram(1_700_000_000)
    for incoming in (by_whatsapp, by_messenger, by_telegram):
        assert isinstance(incoming, Incoming)
        assert incoming.sent_at == 1_700_000_000


def test_who_wrote_is_the_number_or_else_the_user_id() -> None:
    def sender(**told: str) -> list[str]:
        message = {"id": "wamid.1", "type": "text", "text": {"body": "a"}, **told}
        value = {"metadata": {"phone_number_id": "1"}, "messages": [message]}
        entry = {"changes": [{"field": "messages", "value": value}]}
        events = whatsapp_events.read_events({"object": "w", "entry": [entry]}, "1")
        return [event.sender for event in events if isinstance(event, Incoming)]

    assert sender(**{"from": SENDER, "from_user_id": "NL.1"}) == [SENDER]
    assert sender(from_user_id="NL.1") == ["NL.1"]
    assert sender() == []


def test_a_sender_that_no_column_holds_is_nobody() -> None:
    assert whatsapp(1, "1" * 300) == messenger(1, "1" * 300) == []
