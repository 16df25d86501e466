"""The chat's routes: thin, as storing, reading and streaming are elsewhere."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response
from sqlalchemy.exc import SQLAlchemyError

from assistant.brain import brain
from assistant.channels.web.bodies import last_event_seen, read_body, seconds_to_wait
from assistant.channels.web.events import iso_time
from assistant.channels.web.feedback import store_feedback
from assistant.channels.web.origins import origin_is_allowed
from assistant.channels.web.problems import Refused, problem
from assistant.channels.web.reading import EVERYTHING, download, news
from assistant.channels.web.receiving import receipt, receive, said
from assistant.channels.web.schemas import openapi, reply_schema
from assistant.channels.web.stream import stream_events, wait_for
from assistant.channels.web.tokens import issue, new_conversation
from assistant.channels.web.urgent import urgent_text
from assistant.channels.web.visitor import (
    address_of,
    conversation_named,
    forget_cookie,
    set_cookie,
)
from assistant.channels.web.wakeups import Wakeups
from assistant.channels.web.welcome import days_kept, settings, welcome
from assistant.limits.open_at_once import OpenAtOnce
from assistant.limits.request_limits import Limited, RequestLimits
from assistant.runtime.inbox_processing import inbox_worker
from assistant.storage.erasure import erase, sweep
from assistant.storage.retention import DAY_SECONDS
from assistant.storage.transaction import in_transaction
from assistant.storage.web_sessions import begin_session, is_live

logger = logging.getLogger(__name__)

VERSION = 1
# Tabs of one visitor in one process; each holds a connection.
MAX_STREAMS = 10
# How long someone over the limit who needs help waits for the answer in the refusal itself.
URGENT_SECONDS = 3.0
RETRY_SECONDS = 2

Handler = Callable[[Request], Awaitable[HTTPResponse | None]]


class Routes:
    """Handles requests to the chat."""

    def __init__(self, wakeups: Wakeups, limits: RequestLimits, streams: OpenAtOnce) -> None:
        """Take what wakes streams and what counts requests and streams."""
        self._wakeups = wakeups
        self._engine = wakeups.engine
        self._limits = limits
        self._streams = streams

    def add_to(self, blueprint: Blueprint) -> None:
        """Add every route."""
        for method, path, handler in (
            ("POST", "/session", self.begin_session),
            ("POST", "/message", self.take_message),
            ("GET", "/events", self.send_events),
            ("GET", "/history", self.send_history),
            ("GET", "/export", self.send_export),
            ("DELETE", "/conversation", self.delete_conversation),
            ("POST", "/feedback", self.take_feedback),
            ("GET", "/schema.json", self.send_schema),
            ("GET", "/openapi.json", self.send_description),
        ):
            blueprint.add_route(
                self._guarded(handler), path, methods=[method], name=handler.__name__
            )

    async def begin_session(self, request: Request) -> HTTPResponse:
        """Begin a conversation and give its token."""
        body = read_body(request, "SessionRequest")
        await self._count(Limited.SESSIONS_OF_ADDRESS, address_of(request))
        composer = brain().composer
        now = time.time()
        seconds = days_kept(composer) * DAY_SECONDS
        conversation = new_conversation()
        await in_transaction(
            self._engine, begin_session, conversation, now=now, expires_at=now + seconds
        )
        token = issue(conversation, expires_at=now + seconds)
        is_cookie = body["mode"] == "cookie"
        response = json_response(
            {
                "version": VERSION,
                "token": None if is_cookie else token,
                "expires_at": iso_time(now + seconds),
                "settings": settings(composer),
                "welcome": welcome(composer),
            },
            status=201,
        )
        if is_cookie:
            set_cookie(request, response, token, seconds=int(seconds))
        return response

    async def take_message(self, request: Request) -> HTTPResponse:
        """Take a message in; the answer comes on the stream."""
        conversation = await self._conversation(request)
        body = read_body(request, "MessageRequest")
        try:
            known = await in_transaction(self._engine, receipt, conversation, body["id"])
            wait = 0 if known else await self._seconds_over_limit(request, conversation)
            if wait:
                raise await self._too_many(request, conversation, body, wait)
            taken = known or await self._take_in(request, conversation, body)
        except SQLAlchemyError as error:
            # Nothing can be stored now, so what must be said is said in the refusal.
            raise _unavailable(error, urgent_text(said(body), brain())) from None
        return json_response(taken, status=202)

    async def send_events(self, request: Request) -> HTTPResponse | None:
        """Stream events, or send what is new once there is something."""
        conversation = await self._conversation(request)
        last = last_event_seen(request)
        accepted = request.headers.get("accept", "*/*").lower()
        if "text/event-stream" not in accepted:
            if not any(each in accepted for each in ("application/json", "application/*", "*/*")):
                raise Refused("not_acceptable")
            seconds = seconds_to_wait(request)
            found = await wait_for(self._wakeups, conversation, last, seconds)
            return json_response(found.as_json())
        with self._streams.one_more(address_of(request)) as allowed:
            if not allowed or self._wakeups.watchers(conversation) >= MAX_STREAMS:
                raise Refused("too_many", headers={"Retry-After": str(RETRY_SECONDS)})
            await stream_events(request, self._wakeups, conversation, last)
        return None

    async def send_history(self, request: Request) -> HTTPResponse:
        """Send everything said so far."""
        conversation = await self._conversation(request)
        found = await in_transaction(
            self._engine, news, conversation, 0, now=time.time(), limit=EVERYTHING
        )
        return json_response(found.as_json())

    async def send_export(self, request: Request) -> HTTPResponse:
        """Send everything stored as a file."""
        conversation = await self._conversation(request)
        content = await in_transaction(self._engine, download, conversation, now=time.time())
        return json_response(
            content,
            headers={"Content-Disposition": 'attachment; filename="gesprek.json"'},
            dumps=partial(json.dumps, ensure_ascii=False, indent=2, default=str),
        )

    async def delete_conversation(self, request: Request) -> HTTPResponse:
        """Delete the conversation from every table."""
        conversation = await self._conversation(request)
        await in_transaction(self._engine, erase, conversation)
        await asyncio.to_thread(sweep, self._engine)
        self._wakeups.wake(conversation)
        response = empty(status=204)
        forget_cookie(request, response)
        return response

    async def take_feedback(self, request: Request) -> HTTPResponse:
        """Store a thumb."""
        conversation = await self._conversation(request)
        body = read_body(request, "FeedbackRequest")
        await in_transaction(self._engine, store_feedback, conversation, body, now=time.time())
        self._wakeups.wake(conversation)
        return empty(status=204)

    async def send_schema(self, request: Request) -> HTTPResponse:
        """Send the JSON schema of everything that is sent."""
        return json_response(reply_schema())

    async def send_description(self, request: Request) -> HTTPResponse:
        """Send the OpenAPI description."""
        return json_response(openapi())

    def _guarded(self, handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request) -> HTTPResponse | None:
            try:
                if not origin_is_allowed(request):
                    raise Refused("foreign_origin")
                if self._wakeups.closed:
                    # Another server takes it when it is sent again, but help doesn't wait.
                    headers = {"Retry-After": str(RETRY_SECONDS)}
                    raise Refused("busy", headers=headers, urgent=_urgently_said(request))
                await self._count(Limited.REQUESTS_OF_ADDRESS, address_of(request))
                return await handler(request)
            except Refused as refused:
                return problem(refused)
            except SQLAlchemyError as error:
                return problem(_unavailable(error))
            except Exception as error:
                # An error's text may quote the customer, so only its type is logged.
                logger.error("%s failed: %s", handler.__name__, type(error).__name__)
                return problem(Refused("failed"))

        return guarded

    async def _conversation(self, request: Request) -> str:
        conversation = conversation_named(request)
        if conversation is None or not await in_transaction(
            self._engine, is_live, conversation, now=time.time()
        ):
            raise Refused("unauthorized", headers={"WWW-Authenticate": "Bearer"})
        return conversation

    async def _count(self, limited: Limited, who: str) -> None:
        wait = await self._limits.seconds_to_wait(limited, who)
        if wait:
            raise Refused("too_many", headers={"Retry-After": str(wait)})

    async def _seconds_over_limit(self, request: Request, conversation: str) -> int:
        return max(
            await self._limits.seconds_to_wait(Limited.MESSAGES_OF_VISITOR, conversation),
            await self._limits.seconds_to_wait(Limited.MESSAGES_OF_ADDRESS, address_of(request)),
        )

    async def _take_in(
        self, request: Request, conversation: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        taken = await in_transaction(
            self._engine, receive, conversation, body, brain(), now=time.time()
        )
        self._wakeups.wake(conversation)
        inbox_worker(request.app).wake(conversation)
        return taken

    async def _too_many(
        self, request: Request, conversation: str, body: dict[str, Any], wait: int
    ) -> Refused:
        """Refuse a message, but have it answered if it needs a referral or an emergency line."""
        headers = {"Retry-After": str(wait)}
        urgent = urgent_text(said(body), brain())
        if not urgent:
            return Refused("too_many", headers=headers)
        if await self._limits.seconds_to_wait(Limited.URGENT_OF_VISITOR, conversation):
            return Refused("too_many", headers=headers, urgent=urgent)
        taken = await self._take_in(request, conversation, body)
        last = taken["events"][-1]["id"]
        await wait_for(
            self._wakeups, conversation, last, URGENT_SECONDS, lambda found: not found.typing
        )
        answered = await in_transaction(self._engine, receipt, conversation, body["id"])
        return Refused("too_many", headers=headers, events=(answered or taken)["events"])


def _urgently_said(request: Request) -> str:
    """Return what must be said to a message that isn't taken in; empty to other requests."""
    try:
        return urgent_text(said(read_body(request, "MessageRequest")), brain())
    except Refused:
        return ""


def _unavailable(error: SQLAlchemyError, urgent: str = "") -> Refused:
    # The error's text holds what was to be stored, so only its type is logged.
    logger.error("the database failed: %s", type(error).__name__)
    return Refused("busy", headers={"Retry-After": str(RETRY_SECONDS)}, urgent=urgent)
