"""``assistant handovers``: what the operator sees of requests, and sends again."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from assistant.cli import main
from assistant.storage.database import database, database_url
from assistant.storage.outbox import DEAD, outbox
from tests.handover.test_delivery import state, store

HANDOVER = "0123456789abcdef"


@pytest.fixture
def mail_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HANDOVER_SMTP", "smtp://mail.example.nl")
    monkeypatch.setenv("ASSISTANT_HANDOVER_MAIL_FROM", "chat@example.nl")
    monkeypatch.setenv("ASSISTANT_HANDOVER_MAIL_TO", "team@example.nl")


def test_the_list_holds_delivery_but_nothing_of_the_customer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    store(HANDOVER)
    assert main(["handovers", "list"]) == 0
    shown = capsys.readouterr().out
    assert "01234567" in shown
    assert "stored only" in shown
    assert "pakje" not in shown
    assert "ans@" not in shown


def test_a_request_is_shown_as_people_get_it(capsys: pytest.CaptureFixture[str]) -> None:
    store(HANDOVER)
    assert main(["handovers", "show", "0123"]) == 0
    assert "Vraag: Waar blijft mijn pakje?" in capsys.readouterr().out


def test_an_unknown_request_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["handovers", "show", "nothing"]) == 1
    assert "Fix:" in capsys.readouterr().err


def test_what_was_only_stored_is_sent_once_a_place_is_set_up(
    request: pytest.FixtureRequest,
) -> None:
    store(HANDOVER)
    assert state(HANDOVER) == []
    request.getfixturevalue("mail_is_set_up")
    for _ in range(2):
        assert main(["handovers", "retry", HANDOVER]) == 0
    assert state(HANDOVER) == [("handover_smtp", "pending")]


@pytest.mark.usefixtures("mail_is_set_up")
def test_what_was_given_up_is_tried_again() -> None:
    store(HANDOVER)
    with database(database_url()).begin() as connection:
        connection.execute(sa.update(outbox).values(state=DEAD))
    assert main(["handovers", "retry", "0123"]) == 0
    assert state(HANDOVER) == [("handover_smtp", "pending")]


def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store(HANDOVER)
    monkeypatch.setenv("ASSISTANT_HANDOVER_SMTP", "mail.example.nl")
    assert main(["handovers", "retry", HANDOVER]) == 1
    assert "ASSISTANT_HANDOVER_SMTP" in capsys.readouterr().err
