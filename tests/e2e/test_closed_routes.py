"""Nobody reaches Rasa's own API, which reads conversations and replaces the model."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from tests.e2e.conftest import Server

ADMIN = [
    ("GET", "/conversations/a/tracker"),
    ("POST", "/conversations/a/tracker/events"),
    ("POST", "/conversations/a/messages"),
    ("POST", "/conversations/a/execute"),
    ("POST", "/conversations/a/trigger_intent"),
    ("GET", "/conversations/a/story"),
    ("PUT", "/model"),
    ("DELETE", "/model"),
    ("POST", "/model/train"),
    ("POST", "/model/parse"),
    ("POST", "/model/predict"),
    ("POST", "/model/test/stories"),
    ("POST", "/model/test/intents"),
    ("GET", "/domain"),
    ("GET", "/status"),
]


@pytest.mark.parametrize(("method", "path"), ADMIN)
def test_no_admin_route_answers(server: Server, method: str, path: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{server.port}{path}",
        method=method,
        data=None if method in ("GET", "DELETE") else b"{}",
        headers={"Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 404
