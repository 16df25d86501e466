"""The messengers as channels for ``credentials.yml``; their settings come from the environment."""

from __future__ import annotations

from typing import ClassVar

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text

from assistant.channels.messengers.base import MessengerChannel
from assistant.channels.messengers.graph import GraphPlatform
from assistant.channels.messengers.messenger import MessengerPlatform
from assistant.channels.messengers.platform import Platform
from assistant.channels.messengers.signatures import same
from assistant.channels.messengers.telegram import TelegramPlatform
from assistant.channels.messengers.twilio import TwilioPlatform
from assistant.channels.messengers.whatsapp import WhatsAppPlatform

MAX_CHALLENGE_CHARACTERS = 200


class GraphChannel(MessengerChannel):
    """A messenger of Meta's, which asks whether a webhook is ours before it uses it."""

    platform_class: ClassVar[type[GraphPlatform]]

    def add_routes(self, routes: Blueprint, platform: Platform) -> None:
        """Answer the question by which Meta verifies the webhook."""
        expected = platform.value(self.platform_class.verify_token)

        @routes.route("/webhook", methods=["GET"])
        async def verify(request: Request) -> HTTPResponse:
            challenge = request.args.get("hub.challenge") or ""
            asked = request.args.get("hub.mode") == "subscribe"
            ours = same(request.args.get("hub.verify_token"), expected)
            if not asked or not ours or len(challenge) > MAX_CHALLENGE_CHARACTERS:
                return text("", status=403)
            return text(challenge)


class WhatsAppChannel(GraphChannel):
    """WhatsApp by Meta's Cloud API."""

    platform_class = WhatsAppPlatform


class MessengerFacebookChannel(GraphChannel):
    """Facebook Messenger."""

    platform_class = MessengerPlatform


class TelegramChannel(MessengerChannel):
    """Telegram."""

    platform_class = TelegramPlatform


class TwilioChannel(MessengerChannel):
    """WhatsApp by Twilio."""

    platform_class = TwilioPlatform
    # Nothing to say at once.
    answer_body = "<Response/>"
    answer_type = "text/xml"
