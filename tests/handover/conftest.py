"""The trained assistant in this process, with conversations that tests can look into."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.engine import Answer, Engine
from assistant.storage.database import URL_VARIABLE
from assistant.storage.holdings import import_tables
from tests.conftest import ROOT

MODEL = ROOT / "models/assistant.tar.gz"
TWO_HOURS = 2 * 3600


class Talk:
    """A conversation with the assistant."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine = engine
        self.name = name

    async def say(self, text: str) -> Answer:
        return await self.engine.ask(self.name, text)

    async def tracker(self) -> DialogueStateTracker:
        tracker = await self.engine._agent.tracker_store.retrieve(self.name)
        assert tracker is not None
        return tracker

    async def slot(self, name: str) -> Any:
        return (await self.tracker()).get_slot(name)

    async def pause(self) -> None:
        """Let more time pass than a session lasts."""
        store = self.engine._agent.tracker_store
        tracker = await store.retrieve_full_tracker(self.name)
        assert tracker is not None
        for event in tracker.events:
            event.timestamp -= TWO_HOURS
        await store.save(tracker)


@pytest.fixture(autouse=True)
def own_database(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, and no place set up where requests go."""
    url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'tracker.db'}"
    monkeypatch.setenv(URL_VARIABLE, url)
    for variable in [name for name in os.environ if name.startswith("ASSISTANT_HANDOVER_")]:
        monkeypatch.delenv(variable)
    import_tables()
    return url


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    yield await Engine.load(MODEL)
