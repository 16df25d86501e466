"""A plain page to try the assistant in a browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html

from assistant.brain import brain

_PAGE = Path(__file__).with_name("chat_page.html")
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"
)


class ChatPageChannel(InputChannel):
    """Serves ``GET /chat``; its messages go through the REST channel."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "chat"

    def url_prefix(self) -> str:
        """Put the page at the root instead of below /webhooks/."""
        return "/chat"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the page's route."""
        routes = Blueprint("chat_page_channel", __name__)

        @routes.route("/", methods=["GET"])
        async def page(request: Request) -> HTTPResponse:
            shop = brain().composer.knowledge.shop.name
            return html(
                _PAGE.read_text(encoding="utf-8").replace("{shop}", shop),
                headers={"Content-Security-Policy": _POLICY},
            )

        return routes
