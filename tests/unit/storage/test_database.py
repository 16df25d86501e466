from __future__ import annotations

from pathlib import Path

import pytest

from assistant.runtime.conversation_store import ConversationStore
from assistant.storage.database import URL_VARIABLE, database


@pytest.fixture()
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite:///{tmp_path / 'assistant.db'}"
    monkeypatch.setenv(URL_VARIABLE, address)
    return address


def test_sqlite_lets_others_read_while_one_writes(url: str) -> None:
    with database(url).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_conversations_are_kept_in_the_same_database(url: str) -> None:
    store = ConversationStore()
    assert str(store.engine.url) == url
    with database(url).connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
        assert "events" in tables
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
