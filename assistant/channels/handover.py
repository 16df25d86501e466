"""Hears from the shop's people: they take over, answer or are done. Has requests delivered."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sqlalchemy.engine import Connection

from assistant.brain import brain
from assistant.channels.outlets import NoOutlet, announce, outlet_of
from assistant.delivery.deliverers import register_handover_deliverers
from assistant.handoff.chatwoot_events import read_chatwoot_event
from assistant.handoff.settings import HandoverSettings, handover_settings
from assistant.handoff.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed
from assistant.handoff.takeover import (
    NotAnEvent,
    TakeoverEvent,
    UnknownHandover,
    hear,
    read_event,
)
from assistant.replies.message import Message
from assistant.runtime.outbox_delivery import outbox_worker
from assistant.storage.database import database, database_url
from assistant.storage.transaction import in_transaction

logger = logging.getLogger(__name__)
MAX_BODY_BYTES = 64 * 1024
CHATWOOT_SIGNATURE, CHATWOOT_TIMESTAMP = "X-Chatwoot-Signature", "X-Chatwoot-Timestamp"
Read = Callable[[Any], TakeoverEvent | None]


class HandoverChannel(InputChannel):
    """Serves ``POST /handover/events``, and ``/handover/chatwoot`` for Chatwoot's webhook.

    Both need a signature with the shared secret; without a secret neither exists.
    """

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "handover"

    def url_prefix(self) -> str:
        """Put the routes at the root instead of below /webhooks/."""
        return "/handover"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes."""
        settings = handover_settings()
        register_handover_deliverers(settings)
        routes = Blueprint("handover_channel", __name__)

        @routes.listener("after_server_start")
        async def deliver(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            outbox_worker(app)

        if settings.secret:

            @routes.route("/events", methods=["POST"])
            async def events(request: Request) -> HTTPResponse:
                names = (TIMESTAMP_HEADER, SIGNATURE_HEADER)
                return await receive(request, settings, names, read_event)

            @routes.route("/chatwoot", methods=["POST"])
            async def chatwoot(request: Request) -> HTTPResponse:
                names = (CHATWOOT_TIMESTAMP, CHATWOOT_SIGNATURE)
                return await receive(request, settings, names, read_chatwoot_event)

        return routes


async def receive(
    request: Request, settings: HandoverSettings, headers: tuple[str, str], read: Read
) -> HTTPResponse:
    """Check a call, act on it once, and say what became of it."""
    body = request.body
    timestamp, signature = (request.headers.get(name, "") for name in headers)
    if len(body) > MAX_BODY_BYTES:
        return _answer("too large", 413)
    if not is_signed(settings.secret, timestamp, body, signature, now=time.time()):
        return _answer("not signed, or not just now", 401)
    try:
        event = read(json.loads(body))
    except (NotAnEvent, ValueError, RecursionError) as error:
        return _answer(str(error) if isinstance(error, NotAnEvent) else "not JSON", 400)
    if event is None:
        return _answer("ignored")
    try:
        conversation = await in_transaction(
            database(database_url()), hear, event, brain().handover, put, now=time.time()
        )
    except UnknownHandover:
        return _answer("unknown handover", 404)
    except NoOutlet:
        return _answer("this conversation's channel can't be written to", 409)
    except Exception as error:
        # The error's text may quote a message, so only its type is logged.
        logger.error("an event of a hand-over failed: %s", type(error).__name__)
        return _answer("failed, tell it again", 503)
    if conversation is None:
        return _answer("known")
    announce(conversation)
    return _answer("ok")


def put(connection: Connection, conversation: str, messages: Sequence[Message]) -> None:
    """Store messages where the conversation's channel sends from. Raises NoOutlet."""
    outlet_of(conversation)(connection, conversation, None, messages)


def _answer(status: str, code: int = 200) -> HTTPResponse:
    return json_response({"status": status}, status=code)
