"""Who sends a request: the address, the token and the conversation that it is for."""

from __future__ import annotations

from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.channels.web.tokens import conversation_of
from assistant.limits.request_limits import network

_BEARER = "bearer "
_COOKIE = "chat"
# Browsers take a cookie of this name from this very host only, and only over https.
_SECURE_COOKIE = "__Host-chat"


def address_of(request: Request) -> str:
    """Return the visitor's internet address, or network, as the trusted proxies tell it."""
    return network(request.remote_addr or request.ip)


def conversation_named(request: Request) -> str | None:
    """Return the conversation of the request's token; None without a valid one.

    Whether the conversation still stands is for the store to say.
    """
    token = _token(request)
    return conversation_of(token) if token else None


def set_cookie(request: Request, response: HTTPResponse, token: str, *, seconds: int) -> None:
    """Give the token in a cookie that no script reads and no other site sends."""
    name = _cookie_name(request)
    response.cookies[name] = token
    cookie = response.cookies[name]
    cookie["path"] = "/"
    cookie["httponly"] = True
    cookie["samesite"] = "Strict"
    cookie["secure"] = request.scheme == "https"
    cookie["max-age"] = seconds


def forget_cookie(request: Request, response: HTTPResponse) -> None:
    """Take the cookie back if the request came with it."""
    if request.cookies.get(_cookie_name(request)):
        set_cookie(request, response, "", seconds=0)


def _token(request: Request) -> str | None:
    header = request.headers.get("authorization", "")
    if header[: len(_BEARER)].lower() == _BEARER:
        return str(header[len(_BEARER) :])
    token: str | None = request.cookies.get(_cookie_name(request))
    return token


def _cookie_name(request: Request) -> str:
    return _SECURE_COOKIE if request.scheme == "https" else _COOKIE
