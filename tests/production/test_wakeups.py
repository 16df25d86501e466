"""A killed PostgreSQL leaves nothing behind in the event loop that listened to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvloop

from assistant.channels.web.events import NOTIFY_CHANNEL
from assistant.channels.web.wakeups import Wakeups
from assistant.storage.database import database
from evaluation.production.services import Postgres, running

ENOUGH_SECONDS = 30


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    service = Postgres(tmp_path)
    with running(service):
        yield service


async def until_listening(wakeups: Wakeups, loop: asyncio.AbstractEventLoop) -> None:
    with wakeups.watch("web-1") as woken:
        deadline = loop.time() + ENOUGH_SECONDS
        while not woken.is_set():
            assert loop.time() < deadline, "nobody is woken"
            await asyncio.to_thread(notify, wakeups)
            await asyncio.sleep(0.1)


def notify(wakeups: Wakeups) -> None:
    try:
        with wakeups.engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_notify('{NOTIFY_CHANNEL}', 'web-1')")
    except Exception:
        # Not back yet.
        return


def test_new_connections_are_served_after_the_database_was_killed(postgres: Postgres) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def kill_and_connect() -> None:
        loop = asyncio.get_running_loop()
        wakeups = Wakeups(database(postgres.url))
        wakeups.start()
        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        await until_listening(wakeups, loop)
        await asyncio.to_thread(postgres.kill)
        await asyncio.sleep(1)
        # Whoever comes next gets the descriptors that the killed connections had.
        for _ in range(20):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"hallo\n")
            assert await asyncio.wait_for(reader.readline(), 5) == b"hallo\n"
        await asyncio.to_thread(postgres.start)
        await until_listening(wakeups, loop)
        wakeups.close()
        server.close()

    # The server's own event loop.
    loop = uvloop.new_event_loop()
    loop.run_until_complete(kill_and_connect())
    loop.close()
