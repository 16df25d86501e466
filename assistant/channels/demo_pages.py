"""A shop page and an article of our own, to see the chat in. Not there in production."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from assistant.mode import is_production

FOLDER = Path(__file__).with_name("demo")
PAGES = {"/": "product.html", "/demo/artikel": "article.html"}
PARTS = ("demo.css", "leaf.svg", "jar.svg")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


class DemoPagesChannel(InputChannel):
    """Serves the pages of a shop that doesn't exist; it takes no messages."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "demo"

    def url_prefix(self) -> str:
        """Put the pages at the root instead of below /webhooks/."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the pages' routes; none in production."""
        routes = Blueprint("demo_pages_channel", __name__)
        if is_production():
            return routes
        files = {f"/demo/{name}": name for name in PARTS} | PAGES

        async def page(request: Request) -> HTTPResponse:
            return file_response(files[request.path])

        for path in files.keys() - {"/"}:
            routes.add_route(page, path, methods=["GET", "HEAD"], name=f"demo_{files[path]}")

        @routes.listener("before_server_start")
        async def add_front_page(app: Sanic, _: Any) -> None:
            # Plain `rasa run` has a route of its own there, which can't be registered twice.
            if not any(route.path == "" for route in app.router.routes):
                app.router.reset()
                app.add_route(page, "/", methods=["GET", "HEAD"], name="demo_front_page")
                app.router.finalize()

        return routes


def file_response(name: str) -> HTTPResponse:
    """Return a file of the demonstration with its type and security headers."""
    path = FOLDER / name
    headers = dict(HEADERS)
    if path.suffix != ".html":
        # The page on another origin shows them, too.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return raw(path.read_bytes(), content_type=_TYPES[path.suffix], headers=headers)
