"""Serves the chat widget, which a shop's page loads with one script tag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

FILE = Path(__file__).with_name("static") / "widget.js"
# A shop's visitors get a new version within five minutes.
_CACHE_SECONDS = 300


class WidgetFileChannel(InputChannel):
    """Serves ``GET /widget.js``; it takes no messages."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "widget"

    def url_prefix(self) -> str:
        """Put the file at the root instead of below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the file's route."""
        routes = Blueprint("widget_file_channel", __name__)
        plain = FILE.read_bytes()
        packed = gzip.compress(plain, mtime=0)
        version = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'

        @routes.route("/widget.js", methods=["GET", "HEAD"])
        async def widget(request: Request) -> HTTPResponse:
            headers = {
                "Cache-Control": f"public, max-age={_CACHE_SECONDS}",
                "ETag": version,
                "Vary": "Accept-Encoding",
                "X-Content-Type-Options": "nosniff",
                # Any shop may load it; what it may do there is the chat's own list of origins.
                "Access-Control-Allow-Origin": "*",
                "Cross-Origin-Resource-Policy": "cross-origin",
            }
            if request.headers.get("If-None-Match") == version:
                return HTTPResponse(status=304, headers=headers)
            body = plain
            if "gzip" in request.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = packed
            return raw(body, content_type="text/javascript; charset=utf-8", headers=headers)

        return routes
