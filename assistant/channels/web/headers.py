"""Headers that protect visitors, on everything that the server sends."""

from __future__ import annotations

from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.channels.web.origins import origin_is_allowed

PREFIX = "/chat/v1"
# Pages that need more say so themselves.
DEFAULTS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}


async def add_headers(request: Request, response: HTTPResponse) -> None:
    """Add what a response lacks; a middleware of the whole server."""
    for name, value in DEFAULTS.items():
        response.headers.setdefault(name, value)
    if request.scheme == "https":
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith(PREFIX):
        return
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("origin")
    if origin is not None and origin_is_allowed(request):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS":
            for name, value in _PREFLIGHT.items():
                response.headers[name] = value
