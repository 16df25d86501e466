"""Serves, in demonstration mode, a page of another origin that embeds the chat."""

from __future__ import annotations

import html
import re
import sys

from aiohttp import web
from sanic import Sanic

from assistant.channels.demo_pages import FOLDER, HEADERS
from assistant.mode import is_production

# Far from the ports of further workers, which follow the first one's.
_PORTS_AWAY = 1000
_HOST = re.compile(r"[A-Za-z0-9.-]+")
_STARTED: list[web.AppRunner] = []


def port_beside(port: int) -> int:
    """Return the port of the page that embeds the chat of a server."""
    return port + _PORTS_AWAY


async def start(app: Sanic) -> None:
    """Serve the page on a port of its own; without it when that port can't be had."""
    if is_production():
        return
    host, port = app.ctx.address
    runner = web.AppRunner(_pages(port), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port_beside(port)).start()
    except (OSError, OverflowError):
        await runner.cleanup()
        return
    _STARTED.append(runner)
    sys.stderr.write(f"The chat on another site: http://{host}:{port_beside(port)}/demo/embedded\n")


async def stop(app: Sanic) -> None:
    """Stop serving the page."""
    while _STARTED:
        await _STARTED.pop().cleanup()


def _pages(port: int) -> web.Application:
    template = (FOLDER / "embedded.html").read_text(encoding="utf-8")

    async def embedded(request: web.Request) -> web.Response:
        host = request.host.rpartition(":")[0] or request.host
        server = f"http://{host if _HOST.fullmatch(host) else '127.0.0.1'}:{port}"
        policy = HEADERS["Content-Security-Policy"].replace("'self'", server)
        return web.Response(
            text=template.replace("{server}", html.escape(server)),
            content_type="text/html",
            charset="utf-8",
            headers={**HEADERS, "Content-Security-Policy": policy},
        )

    pages = web.Application()
    pages.router.add_get("/demo/embedded", embedded)
    return pages
