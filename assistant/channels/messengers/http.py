"""Asynchronous HTTP to a messenger: with time-outs, and with errors that hold no secret."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from assistant.outbox import Away, TryLater

TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 4.0
MAX_ANSWER_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """A messenger's answer; ``content`` is its JSON, empty for anything else."""

    status: int
    content: dict[str, Any]
    retry_after: float | None

    @property
    def ok(self) -> bool:
        """Whether the messenger accepted the request."""
        return 200 <= self.status < 300

    def listed(self, name: str) -> list[dict[str, Any]]:
        """Return the objects in a list of the answer, none if there is no such list."""
        found = self.content.get(name)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


class Client:
    """Keeps connections to a messenger open; made in the event loop that uses it."""

    def __init__(self) -> None:
        """Connect at the first request."""
        self._session: aiohttp.ClientSession | None = None

    async def request(self, method: str, url: str, **options: Any) -> Answer:
        """Send a request; ``options`` are aiohttp's. Raises TryLater without an answer."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=TOTAL_SECONDS, connect=CONNECT_SECONDS)
            self._session = aiohttp.ClientSession(timeout=timeout)
        try:
            async with self._session.request(
                method, url, allow_redirects=False, **options
            ) as response:
                content = await _json(response)
                return Answer(response.status, content, _retry_after(response, content))
        except aiohttp.ClientConnectorError as error:
            raise Away(type(error).__name__) from None
        except (aiohttp.ClientError, OSError, asyncio.TimeoutError) as error:
            raise TryLater(reason=type(error).__name__) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    if (response.content_length or 0) > MAX_ANSWER_BYTES:
        return {}
    try:
        content = await response.json(content_type=None)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _retry_after(response: aiohttp.ClientResponse, content: dict[str, Any]) -> float | None:
    # Telegram says it in its answer, the others in the header.
    parameters = content.get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    told = told if told is not None else response.headers.get("Retry-After")
    if told is None:
        return None
    try:
        return max(0.0, float(told))
    except (TypeError, ValueError):
        pass
    try:
        return max(0.0, parsedate_to_datetime(str(told)).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
