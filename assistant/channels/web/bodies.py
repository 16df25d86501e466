"""Reads requests: JSON bodies by their schema, numbers in the query."""

from __future__ import annotations

import math
from typing import Any

from sanic.request import Request

from assistant.channels.storable import read_json
from assistant.channels.web.problems import Refused
from assistant.channels.web.schemas import request_validator

# A message of 2,000 characters, each of them written as two \uXXXX, fits.
MAX_BODY_BYTES = 32 * 1024
MAX_NUMBER = 2**31 - 1
MAX_WAIT_SECONDS = 25.0


def read_body(request: Request, shape: str) -> dict[str, Any]:
    """Return a body that is as its schema says. Raises Refused."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    # Another website's form can't send this type without asking first.
    if content_type != "application/json":
        raise Refused("unsupported_media_type")
    if len(request.body) > MAX_BODY_BYTES:
        raise Refused("too_large")
    try:
        content: dict[str, Any] = read_json(request.body)
        is_valid = request_validator(shape).is_valid(content)
    except (ValueError, RecursionError):
        raise Refused("bad_request") from None
    if not is_valid:
        raise Refused("bad_request")
    return content


def last_event_seen(request: Request) -> int:
    """Return the id to go on from, 0 for the beginning. Raises Refused."""
    header = request.headers.get("last-event-id") or None
    value = header or _query(request, "after")
    if value is None:
        return 0
    if not (value.isascii() and value.isdecimal()) or len(value) > 10 or int(value) > MAX_NUMBER:
        raise Refused("bad_request")
    return int(value)


def seconds_to_wait(request: Request) -> float:
    """Return how long a reader wants to wait for the first event. Raises Refused."""
    value = _query(request, "wait")
    if value is None:
        return 0.0
    try:
        seconds = float(value)
    except ValueError:
        raise Refused("bad_request") from None
    if not math.isfinite(seconds) or not 0 <= seconds <= MAX_WAIT_SECONDS:
        raise Refused("bad_request")
    return seconds


def _query(request: Request, name: str) -> str | None:
    values: list[str] = request.get_args(keep_blank_values=True).getlist(name) or []
    if len(values) > 1:
        raise Refused("bad_request")
    return values[0] if values else None
