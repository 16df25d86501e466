"""A tracker store that the previous release wrote is read, counted and gone on with."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered

from assistant.report.counting import count_new
from assistant.report.figures import figures
from assistant.runtime.conversation_store import ConversationStore
from assistant.storage.database import URL_VARIABLE, database
from assistant.storage.erasure import erase
from assistant.storage.holdings import import_tables
from tests.conftest import ROOT

WRITTEN = ROOT / "tests" / "data" / "tracker_store_bc91110.sql"
CONVERSATION = "previous-release"
# An hour after the messages in it.
NOW = 1_795_455_600.0


@pytest.fixture()
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "tracker.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(WRITTEN.read_text(encoding="utf-8"))
    connection.close()
    address = f"sqlite:///{path}"
    monkeypatch.setenv(URL_VARIABLE, address)
    import_tables()
    return address


async def test_a_conversation_goes_on_with_what_was_known(url: str) -> None:
    store = ConversationStore(Domain.load(str(ROOT / "domain.yml")))
    tracker = await store.retrieve(CONVERSATION)
    assert tracker is not None
    assert sum(isinstance(event, UserUttered) for event in tracker.events) == 3
    assert tracker.get_slot("risks") == ["zwangerschap"]
    stored = len(tracker.events)
    tracker.update(SlotSet("risks", []))
    await store.save(tracker)
    again = await store.retrieve(CONVERSATION)
    assert again is not None
    assert len(again.events) == stored + 1


def test_it_is_counted(url: str) -> None:
    count_new(database(url), now=NOW)
    with database(url).connect() as connection:
        found = figures(connection, days=30, now=NOW)
    assert (found.conversations, found.questions) == (1, 3)
    assert (found.referrals, found.fallbacks) == (1, 1)
    assert ("voedingsbronnen", 1) in found.topics


def test_it_is_erased(url: str) -> None:
    with database(url).begin() as connection:
        assert erase(connection, CONVERSATION)["events"] > 0
        assert erase(connection, CONVERSATION)["events"] == 0
