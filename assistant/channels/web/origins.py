"""Which websites' pages may use the chat."""

from __future__ import annotations

import os
from functools import cache
from urllib.parse import urlsplit

from sanic.request import Request

from assistant.mode import is_production
from assistant.setting_error import SettingError

ORIGINS_VARIABLE = "ASSISTANT_ORIGINS"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@cache
def allowed_origins() -> frozenset[str]:
    """Return the origins of the shop's pages, besides the server's own. Raises SettingError."""
    origins = (os.environ.get(ORIGINS_VARIABLE) or "").replace(",", " ").split()
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise SettingError(
                f"{ORIGINS_VARIABLE} holds {origin!r}. Fix: write origins like "
                f"https://www.shop.example, without a path or *"
            )
    return frozenset(origins)


def origin_is_allowed(request: Request) -> bool:
    """Tell whether the page that sends a request may use the chat; no browser, no origin."""
    origin: str | None = request.headers.get("origin")
    if origin is None:
        return str(request.headers.get("sec-fetch-site")) != "cross-site"
    try:
        parts = urlsplit(origin)
        host = parts.hostname
    except ValueError:
        return False
    # A proxy that ends TLS hides the scheme, so the server's own origin is known by its host.
    if parts.netloc == str(request.host) or origin in allowed_origins():
        return True
    return not is_production() and host in _LOOPBACK
