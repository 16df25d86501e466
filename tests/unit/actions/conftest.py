"""Runs an action as rasa_sdk does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Said = list[dict[str, Any]]
Run = Callable[..., Awaitable[tuple[Said, list[dict[str, Any]]]]]


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
