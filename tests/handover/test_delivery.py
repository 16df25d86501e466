"""Requests reach a real mail server and a real HTTP server: each once, none lost."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from assistant.delivery.deliverers import NOTHING_SET, register_handover_deliverers
from assistant.handoff.form import Consent, Form, Step
from assistant.handoff.handing_over import hand_over, pass_on
from assistant.handoff.request import Said, request_of
from assistant.handoff.settings import handover_settings
from assistant.outbox.deliverers import deliverers
from assistant.outbox.worker import OutboxWorker
from assistant.storage.database import database, database_url
from assistant.storage.handovers import Takeover
from assistant.storage.outbox import states
from evaluation.production.certificate import make_certificate
from evaluation.production.services import free_port
from tests.handover.receivers import (
    HOST,
    Calls,
    Mailbox,
    http_server,
    mail_server,
)

SECRET = "a-secret-of-this-test"
ENOUGH_SECONDS = 60
FORM = Form("Ans", "ans@example.nl", "Waar blijft mijn pakje?", "NL", Consent.EVERYTHING.value)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture
def mail_port(monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]) -> int:
    """A port at which the settings expect a mail server with this certificate."""
    port = free_port()
    monkeypatch.setenv("ASSISTANT_HANDOVER_SMTP", f"smtp://{HOST}:{port}")
    monkeypatch.setenv("ASSISTANT_HANDOVER_MAIL_FROM", "chat@example.nl")
    monkeypatch.setenv("ASSISTANT_HANDOVER_MAIL_TO", "team@example.nl")
    monkeypatch.setenv("ASSISTANT_HANDOVER_CA", str(certificate[0]))
    return port


def store(handover: str, form: Form = FORM) -> bool:
    said = [Said("customer", "ik slik metoprolol"), Said("assistant", "Vraag het uw huisarts.")]
    request = request_of(handover, "web-1", form, ["medicatie"], said)
    with database(database_url()).begin() as connection:
        kinds = handover_settings().kinds
        return hand_over(connection, request, kinds, now=time.time())


def state(handover: str) -> list[tuple[str, str]]:
    with database(database_url()).connect() as connection:
        return states(connection, handover)


@asynccontextmanager
async def worker() -> Any:
    """Deliver as a server does."""
    register_handover_deliverers(handover_settings())
    running = OutboxWorker(database(database_url()))
    for kind, deliver in deliverers().items():
        running.register(kind, deliver)
    running.start()
    try:
        yield running
    finally:
        await running.stop()


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + ENOUGH_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen"
        await asyncio.sleep(0.05)


async def test_a_request_arrives_by_mail_over_tls(
    mail_port: int, certificate: tuple[Path, Path]
) -> None:
    mailbox = Mailbox()
    store("abcdef0123456789")
    with mail_server(mailbox, certificate, mail_port):
        async with worker():
            await until(lambda: state("abcdef0123456789") == [("handover_smtp", "sent")])
    [mail] = mailbox.mails
    assert mailbox.over_tls == [True]
    assert mail["Message-ID"] == "<abcdef0123456789@example.nl>"
    assert mail["Reply-To"] == "ans@example.nl"
    assert mail["Subject"] == "Vraag van een klant (abcdef01)"
    text = mail.get_content()
    assert "Vraag: Waar blijft mijn pakje?" in text
    assert "Aandacht voor: medicijnen" in text
    assert "Klant: ik slik metoprolol" in text


async def test_without_consent_the_mail_holds_the_question_only(
    mail_port: int, certificate: tuple[Path, Path]
) -> None:
    mailbox = Mailbox()
    store("h1", FORM.with_answer(Step.CONSENT, Consent.QUESTION_ONLY.value))
    with mail_server(mailbox, certificate, mail_port):
        async with worker():
            await until(lambda: bool(mailbox.mails))
    text = mailbox.mails[0].get_content()
    assert "Waar blijft mijn pakje?" in text
    assert "metoprolol" not in text
    assert "medicijnen" not in text


async def test_a_mail_server_that_is_away_gets_everything_once_when_it_is_back(
    mail_port: int, certificate: tuple[Path, Path]
) -> None:
    mailbox = Mailbox()
    names = [f"h{number}" for number in range(5)]
    for name in names:
        assert store(name)
        assert not store(name)
    async with worker():
        await asyncio.sleep(2)
        assert {state(name)[0][1] for name in names} == {"pending"}
    # Another process comes up, and so does the mail server.
    with mail_server(mailbox, certificate, mail_port):
        async with worker():
            await until(lambda: all(state(name)[0][1] == "sent" for name in names))
            await asyncio.sleep(1)
    found = [mail["Message-ID"] for mail in mailbox.mails]
    assert sorted(found) == [f"<{name}@example.nl>" for name in names]


async def test_a_mail_server_with_a_strangers_certificate_gets_nothing(
    mail_port: int, tmp_path: Path
) -> None:
    folder = tmp_path / "stranger"
    folder.mkdir()
    mailbox = Mailbox()
    store("h1")
    with mail_server(mailbox, make_certificate(folder), mail_port):
        async with worker():
            await asyncio.sleep(2)
    assert mailbox.mails == []
    assert state("h1") == [("handover_smtp", "pending")]


async def test_a_webhook_is_signed_and_tried_again_under_the_same_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls = Calls(statuses=[503, 429])
    with http_server(calls) as address:
        monkeypatch.setenv("ASSISTANT_HANDOVER_WEBHOOK", f"{address}/hook")
        monkeypatch.setenv("ASSISTANT_HANDOVER_SECRET", SECRET)
        store("h1")
        async with worker():
            await until(lambda: state("h1") == [("handover_webhook", "sent")])
    assert len(calls.bodies) == 3
    assert len({headers["Idempotency-Key"] for headers in calls.headers}) == 1
    for headers, body in zip(calls.headers, calls.bodies, strict=True):
        signed = headers["X-Assistant-Timestamp"].encode() + b"." + body
        digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert headers["X-Assistant-Signature"] == f"sha256={digest}"
    content = json.loads(calls.bodies[-1])
    assert (content["event"], content["handover"]) == ("requested", "h1")
    assert content["risks"] == ["medicatie"]


async def test_a_webhook_that_refuses_is_given_up_with_an_alert(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    calls = Calls(statuses=[422])
    with http_server(calls) as address:
        monkeypatch.setenv("ASSISTANT_HANDOVER_WEBHOOK", f"{address}/hook")
        monkeypatch.setenv("ASSISTANT_HANDOVER_SECRET", SECRET)
        store("h1")
        async with worker():
            await until(lambda: state("h1") == [("handover_webhook", "dead")])
    assert "given up" in caplog.text
    assert "pakje" not in caplog.text


async def test_chatwoot_gets_contact_conversation_and_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inbox = "/public/api/v1/inboxes/shop"
    conversation = f"{inbox}/contacts/source-1/conversations"
    calls = Calls(
        # The conversation is made, then Chatwoot fails: no second contact or conversation.
        statuses=[200, 200, 500],
        answers={f"{inbox}/contacts": {"source_id": "source-1"}, conversation: {"id": 9}},
    )
    with http_server(calls) as address:
        monkeypatch.setenv("ASSISTANT_HANDOVER_CHATWOOT", address + inbox)
        store("h1")
        with database(database_url()).begin() as connection:
            taken = Takeover("web-1", "h1", "Anna")
            pass_on(connection, taken, "m1", "nog een vraag", handover_settings().live_kinds)
        async with worker():
            await until(lambda: [what for _, what in state("h1")] == ["sent", "sent"])
    messages = f"{conversation}/9/messages"
    assert calls.paths == [f"{inbox}/contacts", conversation, messages, messages, messages]
    sent = [json.loads(body).get("content") for body in calls.bodies[-2:]]
    assert "Waar blijft mijn pakje?" in sent[0]
    assert sent[1] == "nog een vraag"


def test_the_operator_is_warned_when_nothing_is_set_up(caplog: pytest.LogCaptureFixture) -> None:
    register_handover_deliverers(handover_settings())
    assert NOTHING_SET in caplog.text
