"""Runs work on the database beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Engine

Result = TypeVar("Result")


async def in_transaction(
    engine: Engine, work: Callable[..., Result], *arguments: Any, **settings: Any
) -> Result:
    """Call ``work`` with a connection and the arguments; commit, or undo when it raises."""

    def run() -> Result:
        with engine.begin() as connection:
            return work(connection, *arguments, **settings)

    return await asyncio.to_thread(run)
