"""Rasa input channel for the chat on the shop's website."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import NotFound, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, text

from assistant.channels.outlets import register_outlet
from assistant.channels.web.headers import PREFIX, add_headers
from assistant.channels.web.origins import allowed_origins
from assistant.channels.web.outlet import put
from assistant.channels.web.problems import Refused, code_of, problem
from assistant.channels.web.receiving import CHANNEL
from assistant.channels.web.routes import Routes
from assistant.channels.web.tokens import token_keys
from assistant.channels.web.wakeups import Wakeups
from assistant.limits.open_at_once import OpenAtOnce
from assistant.limits.request_limits import RequestLimits
from assistant.mode import is_production
from assistant.runtime.draining import Draining
from assistant.runtime.inbox_processing import inbox_worker
from assistant.setting_error import SettingError
from assistant.storage.database import database, database_url
from assistant.storage.holdings import import_tables

PROXIES_VARIABLE = "ASSISTANT_PROXIES"
# Sanic refuses larger requests while they arrive; the chat's own bodies are smaller still.
MAX_REQUEST_BYTES = 1024 * 1024


class WebChannel(InputChannel):
    """Serves the chat's routes below /chat/v1 (see docs/website.md)."""

    def __init__(self) -> None:
        """Read all settings, so that a wrong one stops the start. Raises SettingError."""
        token_keys()
        allowed_origins()
        self._limits = RequestLimits()
        self._streams = OpenAtOnce()
        self._proxies = _trusted_proxies()

    @classmethod
    def name(cls) -> str:
        """Return the channel's name, with which its conversations' ids start."""
        return CHANNEL

    def url_prefix(self) -> str:
        """Put the routes at an address of their own instead of below /webhooks/."""
        return PREFIX

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes; messages go through the inbox, not ``on_new_message``."""
        import_tables()
        wakeups = Wakeups(database(database_url()))
        register_outlet(CHANNEL, put, announce=wakeups.wake)
        blueprint = Blueprint("web_channel", __name__)
        Routes(wakeups, self._limits, self._streams).add_to(blueprint)

        @blueprint.listener("before_server_start")
        async def prepare(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            app.config.PROXIES_COUNT = self._proxies or None
            app.config.REQUEST_MAX_SIZE = MAX_REQUEST_BYTES
            app.register_middleware(add_headers, "response")
            app.register_middleware(_hide_greeting, "request")
            app.register_middleware(_answer_preflight, "request")
            app.error_handler.add(SanicException, _explain)
            wakeups.start()

        @blueprint.listener("after_server_start")
        async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            inbox_worker(app)
            if hasattr(app.ctx, "draining"):
                app.add_task(_close_when_draining(app.ctx.draining, wakeups))

        @blueprint.listener("before_server_stop")
        async def end(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            wakeups.close()

        return blueprint


async def _close_when_draining(draining: Draining, wakeups: Wakeups) -> None:
    await draining.began.wait()
    wakeups.close()


async def _answer_preflight(request: Request) -> HTTPResponse | None:
    """Answer a browser that asks what another origin may send; add_headers says it."""
    is_asking = request.method == "OPTIONS" and request.path.startswith(PREFIX)
    return empty(status=204) if is_asking else None


async def _hide_greeting(request: Request) -> None:
    """Keep Rasa's route at / from telling its version; a demonstration has a page there."""
    if request.path == "/" and is_production():
        raise NotFound("Not found")


def _trusted_proxies() -> int:
    value = os.environ.get(PROXIES_VARIABLE) or "0"
    if not value.isdecimal():
        raise SettingError(
            f"{PROXIES_VARIABLE} is {value!r}. Fix: set it to the number of proxies in front"
        )
    return int(value)


def _explain(request: Request, error: SanicException) -> HTTPResponse:
    """Answer what Sanic itself refuses; below the chat's address with a line for customers.

    Sanic's own pages fail on an Accept header that they can't read.
    """
    headers = getattr(error, "headers", {})
    if request.path.startswith(PREFIX):
        return problem(Refused(code_of(error.status_code), headers=headers))
    return text(HTTPStatus(error.status_code).phrase, status=error.status_code, headers=headers)
