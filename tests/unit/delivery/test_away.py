"""Whoever can't be reached at all is waited for otherwise than whoever fails."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from assistant.channels.messengers.http import Client
from assistant.delivery.http import post
from assistant.delivery.smtp import SmtpDelivery
from assistant.handoff.settings import HandoverSettings, Smtp
from assistant.outbox import Away
from evaluation.production.services import free_port

HOST = "127.0.0.1"


@pytest.fixture
def settings() -> HandoverSettings:
    smtp = Smtp(HOST, free_port(), False, "", "", "chat@example.nl", "team@example.nl")
    return HandoverSettings(smtp, f"http://{HOST}:{free_port()}/", None, "s" * 16, None)


def test_a_mail_server(settings: HandoverSettings) -> None:
    assert settings.smtp
    with pytest.raises(Away, match="ConnectionRefusedError"):
        SmtpDelivery(settings, settings.smtp)._send(EmailMessage())


async def test_a_webhook(settings: HandoverSettings) -> None:
    with pytest.raises(Away, match="ClientConnectorError"):
        await post(settings, str(settings.webhook), b"{}", {})


async def test_a_messenger() -> None:
    client = Client()
    with pytest.raises(Away, match="ClientConnectorError"):
        await client.request("POST", f"http://{HOST}:{free_port()}/", json={})
    await client.close()
