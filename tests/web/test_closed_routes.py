"""Without a token nobody gets anything but health, the widget, its description and demo pages."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from rasa.core.run import configure_app, create_http_input_channels

from assistant.storage.database import URL_VARIABLE
from tests.e2e.conftest import SHIPPED, Server

OPEN = ("/health", "/widget.js", "/demo/", "/chat/v1/schema.json", "/chat/v1/openapi.json")
# What gives a token, and Rasa's greeting or the demo page.
ALSO_OPEN = (("POST", "/chat/v1/session"), ("GET", "/"), ("HEAD", "/"))
# The operator's own machine may read the counts at /metrics.
FROM_ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
STOCK = ("rest", "socketio", "callback", "facebook", "telegram", "twilio", "slack")


@pytest.fixture
def routes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Method and path of every route that the shipped channels make."""
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path / 'routes.db'}")
    monkeypatch.chdir(tmp_path)
    app = configure_app(create_http_input_channels(None, str(SHIPPED)), enable_api=False)
    app.router.finalize()
    return [
        (method, "/" + route.path.lstrip("/"))
        for route in app.router.routes
        for method in sorted(route.methods)
        if method != "OPTIONS"
    ]


def test_every_route_is_closed_without_a_token(
    web_server: Server, routes: list[tuple[str, str]]
) -> None:
    assert ("POST", "/chat/v1/message") in routes
    called = 0
    for method, path in routes:
        if path.startswith(OPEN) or (method, path) in ALSO_OPEN:
            continue
        address = f"http://127.0.0.1:{web_server.port}{path}"
        body = {} if method != "GET" else None
        response = httpx.request(method, address, json=body, headers=FROM_ELSEWHERE)
        assert response.status_code in (401, 404), (method, path, response.status_code)
        called += 1
    assert called >= 6


@pytest.mark.parametrize("name", STOCK)
def test_no_stock_channel_is_there(web_server: Server, name: str) -> None:
    address = f"http://127.0.0.1:{web_server.port}/webhooks/{name}/webhook"
    body = {"sender": "a", "message": "hallo"}
    assert httpx.post(address, json=body).status_code == 404
    assert httpx.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/socket.io/?EIO=4&transport=polling", "/chat", "/nothing"])
def test_nothing_is_where_stock_rasa_has_something(web_server: Server, path: str) -> None:
    assert httpx.get(f"http://127.0.0.1:{web_server.port}{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/health", "/chat/v1/schema.json", "/chat/v1/history", "/nothing", "/chat/v1/nothing"]
)
def test_everything_has_security_headers(web_server: Server, path: str) -> None:
    headers = httpx.get(f"http://127.0.0.1:{web_server.port}{path}").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
