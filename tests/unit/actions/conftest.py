"""Runs an action as rasa_sdk does."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from assistant.storage.database import URL_VARIABLE
from assistant.storage.holdings import import_tables

Said = list[dict[str, Any]]
Run = Callable[..., Awaitable[tuple[Said, list[dict[str, Any]]]]]


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database, and no place set up where requests for a person go."""
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path / 'tracker.db'}")
    for variable in [name for name in os.environ if name.startswith("ASSISTANT_HANDOVER_")]:
        monkeypatch.delenv(variable)
    import_tables()


@pytest.fixture
def run() -> Run:
    async def run_action(
        action: Action,
        text: str,
        intent: str | None = None,
        *,
        events: list[dict[str, Any]] | None = None,
        slots: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        **parsed: Any,
    ) -> tuple[Said, list[dict[str, Any]]]:
        message = {"text": text, "intent": {"name": intent}, "entities": [], **parsed}
        said = [*(events or []), {"event": "user", "text": text, "metadata": metadata}]
        tracker = Tracker("c", slots or {}, message, said, False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        returned = await action.run(dispatcher, tracker, {})
        return dispatcher.messages, returned

    return run_action
