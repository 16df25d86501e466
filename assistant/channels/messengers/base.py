"""The channel that all messengers share: verify, store, answer 200, and work afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from assistant.channels.answerers import register_answerer
from assistant.channels.messengers.http import Client
from assistant.channels.messengers.incoming import BadEvent, Incoming
from assistant.channels.messengers.open_messenger import OpenMessenger
from assistant.channels.messengers.platform import Platform, Webhook
from assistant.channels.messengers.settings import read_configuration
from assistant.channels.outlets import register_outlet
from assistant.outbox import register_deliverer
from assistant.runtime import metrics
from assistant.runtime.inbox_processing import inbox_worker
from assistant.runtime.outbox_delivery import outbox_worker

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 1024 * 1024
# Showing that a message was seen may be left out, so a slow messenger can't fill the memory.
MAX_SHOWN_AT_ONCE = 32


class MessengerChannel(InputChannel):
    """Serves a messenger's webhook at /webhooks/<name>/webhook; not there without its settings."""

    platform_class: ClassVar[type[Platform]]
    # What the messenger reads in an answer to its webhook.
    answer_body: ClassVar[str] = "ok"
    answer_type: ClassVar[str] = "text/plain"

    @classmethod
    def name(cls) -> str:
        """Return the part of the address that names this channel."""
        return cls.platform_class.channel

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes: none when it isn't configured."""
        routes = Blueprint(f"{self.name()}_messenger_channel", __name__)
        configuration = read_configuration(self.platform_class.settings)
        if not configuration.is_open:
            if configuration.chosen:
                logger.error("%s stays closed: run `assistant channels check`", self.name())
            return routes
        client = Client()
        platform = self.platform_class(configuration, client)
        messenger = OpenMessenger(platform)
        register_outlet(self.name(), messenger.put, announce=messenger.announce)
        register_answerer(self.name(), messenger.answer)
        register_deliverer(messenger.kind, messenger.deliver)
        shown: set[asyncio.Task[None]] = set()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            webhook = _webhook(request)
            if len(webhook.body) > MAX_BODY_BYTES:
                return _refuse("too_large", 413)
            if not platform.is_genuine(webhook):
                return _refuse("signature", 403)
            try:
                events = platform.events(webhook.body)
            except (BadEvent, ValueError, RecursionError):
                return _refuse("bad_request", 400)
            try:
                new = await messenger.take_in(events)
            except Exception as error:
                # The messenger sends it again; the error's text may quote the customer.
                logger.error("%s: storing failed: %s", self.name(), type(error).__name__)
                return _refuse("storing", 503)
            messenger.on_announce = outbox_worker(request.app).wake
            for incoming in new:
                inbox_worker(request.app).wake(messenger.conversation_of(incoming.sender))
                if len(shown) < MAX_SHOWN_AT_ONCE:
                    task = asyncio.get_running_loop().create_task(_show(platform, incoming))
                    shown.add(task)
                    task.add_done_callback(shown.discard)
            return text(self.answer_body, content_type=self.answer_type)

        @routes.listener("before_server_stop")
        async def close(*_: Any) -> None:
            await client.close()

        self.add_routes(routes, platform)
        return routes

    def add_routes(self, routes: Blueprint, platform: Platform) -> None:
        """Add what only this messenger asks for."""


async def _show(platform: Platform, incoming: Incoming) -> None:
    try:
        await platform.show_seen(incoming)
    except Exception as error:
        logger.info("%s: showing as seen failed: %s", platform.channel, type(error).__name__)


def _webhook(request: Request) -> Webhook:
    return Webhook(
        body=request.body,
        headers={name.lower(): value for name, value in request.headers.items()},
        query={name: values[0] for name, values in request.args.items()},
        target=request.raw_url.decode("ascii", "replace"),
    )


def _refuse(reason: str, status: int) -> HTTPResponse:
    metrics.refused.labels(reason=reason).inc()
    return text("", status=status)
