"""Why a request isn't done, as data that the widget can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sanic.response import HTTPResponse
from sanic.response import json as json_response

from assistant.brain import brain

STATUS = {
    "bad_request": 400,
    "unauthorized": 401,
    "foreign_origin": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "unknown_payload": 409,
    "too_large": 413,
    "unsupported_media_type": 415,
    "too_many": 429,
    "failed": 500,
    "busy": 503,
}


class Refused(Exception):
    """A request that isn't done. ``code`` is one of STATUS.

    ``urgent`` is what must be said all the same, before the line of the code; ``events`` are
    stored events to send along.
    """

    def __init__(
        self,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        urgent: str = "",
        events: Sequence[dict[str, Any]] | None = None,
    ) -> None:
        """Take what to answer."""
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.urgent = urgent
        self.events = events


def code_of(status: int) -> str:
    """Return the code for an HTTP status, the nearest there is."""
    codes = {known: code for code, known in STATUS.items()}
    return codes.get(status, "bad_request" if status < 500 else "failed")


def problem(refused: Refused) -> HTTPResponse:
    """Return the response to a refused request."""
    line = getattr(brain().composer.knowledge.web.errors, refused.code)
    text = "\n\n".join(part for part in (refused.urgent, " ".join(line.split())) if part)
    body: dict[str, Any] = {"error": {"code": refused.code, "message": text}}
    if refused.events is not None:
        body["events"] = refused.events
    return json_response(body, status=STATUS[refused.code], headers=refused.headers)
