"""Runs work on the database beside the event loop."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
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

    if engine.dialect.name == "sqlite":
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(_one_thread(), context.run, run)
    return await asyncio.to_thread(run)


@cache
def _one_thread() -> ThreadPoolExecutor:
    # SQLite writes one thing at a time, and several threads would mostly wait for Python's lock,
    # which each statement gives away and asks back: with 500 visitors that took twice as long.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
