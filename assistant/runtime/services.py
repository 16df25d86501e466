"""Looks at the services that the settings name, before anything depends on them."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from redis.asyncio import Redis

from assistant.runtime import conversation_locks, event_broker
from assistant.storage.database import URL_VARIABLE as DATABASE_VARIABLE
from assistant.storage.database import database, database_url

CONNECT_SECONDS = 5.0
WRONG_SETTING = 2
SERVICE_AWAY = 3


@dataclass(frozen=True)
class ServiceError(Exception):
    """A service can't be used. ``code`` is the exit code: a wrong setting, or not there."""

    code: int
    message: str

    def __str__(self) -> str:
        return self.message


async def check_services() -> None:
    """Connect to every service that the settings name. Raises ServiceError."""
    await _check(DATABASE_VARIABLE, database_url(), _database)
    redis = os.environ.get(conversation_locks.URL_VARIABLE)
    if redis:
        await _check(conversation_locks.URL_VARIABLE, redis, _redis)
    broker = os.environ.get(event_broker.URL_VARIABLE)
    if broker:
        await _check(event_broker.URL_VARIABLE, broker, _broker)


async def _check(variable: str, url: str, connect: Callable[[str], Awaitable[None]]) -> None:
    try:
        await asyncio.wait_for(connect(url), CONNECT_SECONDS)
    except (ValueError, sa.exc.ArgumentError, sa.exc.NoSuchModuleError):
        raise ServiceError(
            WRONG_SETTING, f"{variable} is no address. Fix: see docs/settings.md for examples"
        ) from None
    except Exception as error:
        raise ServiceError(
            SERVICE_AWAY,
            f"{variable}: {without_password(url)} does not answer ({type(error).__name__}). "
            "Fix: start that service, or correct the setting. Nothing was started: without it "
            "conversations would be lost.",
        ) from None


def without_password(url: str) -> str:
    """Return the part of an address that may be shown."""
    parts = urlsplit(url)
    if not parts.hostname:
        return f"{parts.scheme}:{parts.path}"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"


async def _database(url: str) -> None:
    def connect() -> None:
        with database(url).connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    await asyncio.to_thread(connect)


async def _redis(url: str) -> None:
    client = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS)
    try:
        await client.ping()
    finally:
        await client.close()


async def _broker(url: str) -> None:
    for host, port in event_broker.addresses(url):
        await asyncio.to_thread(
            lambda: socket.create_connection((host, port), CONNECT_SECONDS).close()  # noqa: B023
        )
