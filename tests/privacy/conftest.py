"""Every test here runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.runtime.conversation_store import ConversationStore
from assistant.storage.database import URL_VARIABLE, database, metadata
from assistant.storage.holdings import import_tables
from evaluation.production.services import Postgres, running


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    with running(server):
        yield server.url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Engine]:
    """An empty database with all our tables and Rasa's."""
    import_tables()
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres")
    monkeypatch.setenv(URL_VARIABLE, url)
    opened = database(url)
    ConversationStore().engine.dispose()
    yield opened
    with opened.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(sa.text("DELETE FROM events"))
