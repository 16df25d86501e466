"""Serves as `assistant serve` does, but every answer takes two seconds longer."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from actions.assistant_action import AssistantAction
from assistant.cli import main

SECONDS = 2.0
_run = AssistantAction.run


async def _slowly(
    self: AssistantAction, dispatcher: Any, tracker: Any, domain: Any
) -> list[dict[str, Any]]:
    await asyncio.sleep(SECONDS)
    return await _run(self, dispatcher, tracker, domain)


if __name__ == "__main__":
    AssistantAction.run = _slowly  # type: ignore[method-assign]
    sys.exit(main(["serve", *sys.argv[1:]]))
