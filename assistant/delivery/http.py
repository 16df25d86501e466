"""Posts JSON to another service, with its certificate checked."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any

import aiohttp

from assistant.handoff.settings import HandoverSettings
from assistant.outbox.delivery import Away, GiveUp, TryLater

TIMEOUT = aiohttp.ClientTimeout(total=15)
# What the other side may say later otherwise: its operator mends it, or it is busy.
_MENDABLE = (401, 403, 404, 408, 409, 425, 429)


async def post(
    settings: HandoverSettings, url: str, body: bytes, headers: Mapping[str, str]
) -> Any:
    """Post JSON and return the answer's JSON, None if it has none. Raises TryLater or GiveUp."""
    tls = ssl.create_default_context()
    if settings.authority:
        tls.load_verify_locations(settings.authority)
    sent = {"Content-Type": "application/json", **headers}
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.post(url, data=body, headers=sent, ssl=tls, allow_redirects=False) as answer,
        ):
            _check(answer.status, answer.headers.get("Retry-After"))
            if "json" not in answer.headers.get("Content-Type", ""):
                return None
            return await answer.json()
    except aiohttp.ClientConnectorError as error:
        raise Away(type(error).__name__) from None
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise TryLater(reason=type(error).__name__) from None


def _check(status: int, retry_after: str | None) -> None:
    if 200 <= status < 300:
        return
    if status >= 500 or status in _MENDABLE:
        wait = float(retry_after) if retry_after and retry_after.isdecimal() else None
        raise TryLater(wait, f"the other side says {status}")
    raise GiveUp(f"the other side says {status}")
