"""Serves what the server counts, for Prometheus."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from assistant.runtime import metrics
from assistant.storage.backlog import waiting_for_an_answer, waiting_to_be_sent
from assistant.storage.database import database, database_url

logger = logging.getLogger(__name__)

TOKEN_VARIABLE = "ASSISTANT_METRICS_TOKEN"  # noqa: S105
READ_SECONDS = 2.0
_LOOPBACK = ("127.0.0.1", "::1")


class MetricsChannel(InputChannel):
    """Serves ``GET /metrics``; it takes no messages.

    It asks for the bearer token in ``ASSISTANT_METRICS_TOKEN``; without one it is there for this
    machine only. The proxy in deploy/ doesn't pass the route on at all.
    """

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "metrics"

    def url_prefix(self) -> str:
        """Put the route at the root instead of below /webhooks/."""
        return "/metrics"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's route."""
        routes = Blueprint("metrics_channel", __name__)

        @routes.route("/", methods=["GET"])
        async def counted(request: Request) -> HTTPResponse:
            token = os.environ.get(TOKEN_VARIABLE)
            if not token and not _is_from_here(request):
                raise NotFound("Not found")
            if token and not hmac.compare_digest(
                request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()
            ):
                return text("unauthorised", status=401, headers={"WWW-Authenticate": "Bearer"})
            try:
                await asyncio.wait_for(asyncio.to_thread(read_backlog), READ_SECONDS)
            except Exception as error:
                # What this process counted itself is worth having without the database, too.
                logger.warning("the backlog can't be read: %s", type(error).__name__)
            metrics.tasks.set(len(asyncio.all_tasks()))
            return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

        return routes


def _is_from_here(request: Request) -> bool:
    passed_on = any(name.startswith(("x-forwarded", "forwarded")) for name in request.headers)
    return request.ip in _LOOPBACK and not passed_on


def read_backlog() -> None:
    """Set the gauges of what waits."""
    now = time.time()
    with database(database_url()).connect() as connection:
        inbox = waiting_for_an_answer(connection)
        outbox = waiting_to_be_sent(connection)
    metrics.inbox_depth.set(inbox.number)
    metrics.inbox_age.set(now - inbox.oldest if inbox.number else 0.0)
    metrics.outbox_depth.clear()
    metrics.outbox_age.clear()
    for kind, waiting in outbox.items():
        metrics.outbox_depth.labels(kind=kind).set(waiting.number)
        metrics.outbox_age.labels(kind=kind).set(now - waiting.oldest)
