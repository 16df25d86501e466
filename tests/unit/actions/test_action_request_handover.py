from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from actions.action_request_handover import ActionRequestHandover
from assistant.handoff.settings import FROM_VARIABLE, SMTP_VARIABLE, TO_VARIABLE
from assistant.storage.database import URL_VARIABLE, database, database_url
from assistant.storage.handovers import handovers
from assistant.storage.outbox import outbox
from tests.unit.actions.conftest import Run

FORM = {
    "handover_id": "a1b2c3",
    "handover_name": "",
    "handover_contact": "ans@example.nl",
    "handover_question": "Waar blijft mijn pakje?",
    "handover_country": "NL",
    "handover_consent": "everything",
    "handover_messages": [
        {"by": "customer", "text": "ik slik metoprolol"},
        {"by": "assistant", "text": "Vraag het uw huisarts."},
    ],
    "risks": ["medicatie"],
}


def rows(table: sa.Table) -> list[dict[str, Any]]:
    with database(database_url()).connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


async def test_request_and_delivery_are_stored_together_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SMTP_VARIABLE, "smtp://mail.example.nl")
    monkeypatch.setenv(FROM_VARIABLE, "chat@example.nl")
    monkeypatch.setenv(TO_VARIABLE, "team@example.nl")
    for _ in range(2):
        said, events = await run(ActionRequestHandover(), "ja", slots=FORM)
        assert "bewaard" in said[0]["text"]
        assert {event["value"] for event in events} == {None}
    [stored] = rows(handovers)
    assert [item["kind"] for item in rows(outbox)] == ["handover_smtp"]
    content = json.loads(stored["content"])
    assert content["risks"] == ["medicatie"]
    assert content["messages"] == FORM["handover_messages"]


async def test_risks_and_messages_stay_here_without_consent(run: Run) -> None:
    slots = {**FORM, "handover_consent": "question_only"}
    said, _ = await run(ActionRequestHandover(), "alleen mijn vraag", slots=slots)
    content = json.loads(rows(handovers)[0]["content"])
    assert (content["risks"], content["messages"]) == ([], [])
    assert "Mail dan ook naar" in said[0]["text"]
    assert rows(outbox) == []


async def test_an_incomplete_form_is_only_emptied(run: Run) -> None:
    said, events = await run(ActionRequestHandover(), "stop", slots={"handover_name": "Ans"})
    assert said == []
    assert [event["name"] for event in events] == ["handover_name"]
    assert rows(handovers) == []


async def test_a_database_that_is_away_is_said_honestly(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "sqlite:////nowhere/at/all.db")
    said, _ = await run(ActionRequestHandover(), "ja", slots=FORM)
    assert "niet bewaard" in said[0]["text"]
