"""Origins, content types, sizes and rates; whoever needs help is helped all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from assistant.limits.open_at_once import OpenAtOnce
from assistant.limits.request_limits import Limited, RequestLimits, network
from assistant.setting_error import SettingError
from evaluation.production.services import free_port
from tests.e2e.conftest import SHIPPED, Server, project_copy, start
from tests.web.conftest import PLENTY
from tests.web.visitor import Visitor

ALLOWED = "https://www.shop.example"
FOODS = "waar zit veel magnesium in?"


@pytest.fixture(scope="module")
def strict_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in production behind one proxy, with narrow limits for each visitor."""
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("strict") / "project", SHIPPED)
    process, running = start(
        folder, "assistant", "serve", "--port", str(port), port=port,
        **{
            **PLENTY,
            "ASSISTANT_CLAIMS": "authorised",
            "ASSISTANT_MODE": "production",
            "ASSISTANT_TOKEN_KEY": "k" * 40,
            "ASSISTANT_ORIGINS": ALLOWED,
            "ASSISTANT_PROXIES": "1",
            "ASSISTANT_LIMIT_MESSAGES": "2/hour",
            "ASSISTANT_LIMIT_URGENT": "1/hour",
            "ASSISTANT_LIMIT_ADDRESS_SESSIONS": "30/hour",
            "ASSISTANT_LIMIT_ADDRESS_STREAMS": "3",
        },
    )  # fmt: skip
    yield running
    process.terminate()
    process.wait(timeout=30)


def session(server: Server, **headers: str) -> httpx.Response:
    return httpx.post(
        f"http://127.0.0.1:{server.port}/chat/v1/session",
        json={"mode": "bearer"},
        headers=headers,
    )


@pytest.fixture
def limited(strict_server: Server) -> Visitor:
    """A visitor who has sent as much as is allowed."""
    visitor = Visitor(strict_server.port)
    for _ in range(2):
        assert visitor.send(text=FOODS).status_code == 202
    return visitor


def test_the_shops_origin_may_and_others_may_not(strict_server: Server) -> None:
    allowed = session(strict_server, origin=ALLOWED)
    assert allowed.status_code == 201
    assert allowed.headers["access-control-allow-origin"] == ALLOWED
    assert allowed.headers["access-control-allow-credentials"] == "true"
    own = f"http://127.0.0.1:{strict_server.port}"
    assert session(strict_server, origin=own).status_code == 201
    for foreign in (
        "https://evil.example", "null", "https://www.shop.example.evil.example",
        "http://www.shop.example", "http://localhost:1", "https://[", "*",
    ):  # fmt: skip
        refused = session(strict_server, origin=foreign)
        assert refused.status_code == 403, foreign
        assert refused.json()["error"]["code"] == "foreign_origin"
        assert "access-control-allow-origin" not in refused.headers
    hidden = session(strict_server, **{"sec-fetch-site": "cross-site"})
    assert hidden.status_code == 403


def test_a_browser_is_told_what_another_origin_may_send(strict_server: Server) -> None:
    address = f"http://127.0.0.1:{strict_server.port}/chat/v1/message"
    asking = {"access-control-request-method": "POST"}
    allowed = httpx.options(address, headers={"origin": ALLOWED, **asking})
    assert "authorization" in allowed.headers["access-control-allow-headers"].lower()
    foreign = httpx.options(address, headers={"origin": "https://evil.example", **asking})
    assert "access-control-allow-origin" not in foreign.headers


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_form_of_another_website_cant_send(visitor: Visitor, content_type: str) -> None:
    headers = {**visitor.headers, "content-type": content_type}
    body = b'{"id": "a", "text": "hallo"}'
    response = visitor.http.post("/message", content=body, headers=headers)
    assert response.status_code == 415


def test_a_large_body_is_refused(visitor: Visitor) -> None:
    for size in (40_000, 2_000_000):
        response = visitor.send(text="x" * size)
        assert response.status_code == 413
        assert "te lang" in response.json()["error"]["message"]
    assert visitor.send(text="\U0001f600" * 2000).status_code == 202


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 9000, b'{"id": "a"}', b'{"id": "a", "text": 1}',
        b'{"id": "a", "text": "x", "payload": "/y"}', b'{"id": "a b", "text": "x"}',
        b'{"id": "a", "text": "x", "sender": "y"}', b'{"id": "a", "text": "x", "page": {"x": 1}}',
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused(visitor: Visitor, content: bytes) -> None:
    headers = {**visitor.headers, "content-type": "application/json"}
    response = visitor.http.post("/message", content=content, headers=headers)
    assert response.status_code == 400
    assert response.json()["error"]["message"]


def test_too_many_messages_are_refused_in_dutch(limited: Visitor) -> None:
    refused = limited.send(text=FOODS)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert refused.json()["error"]["code"] == "too_many"
    assert "veel berichten" in refused.json()["error"]["message"]
    assert "events" not in refused.json()


def test_a_repeated_message_is_no_new_one(limited: Visitor) -> None:
    said = limited.history()[0]["in_reply_to"]
    assert limited.send(said, text=FOODS).status_code == 202


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("ik slik metoprolol, mag ik dit", "referral", "apotheker"),
        ("ik heb pijn op de borst", "emergency", "112"),
        ("bla " * 700 + " ik krijg geen lucht meer", "emergency", "112"),
    ],
    ids=["referral", "emergency", "long emergency"],
)
def test_who_needs_help_gets_it_over_the_limit(
    limited: Visitor, text: str, kind: str, words: str
) -> None:
    refused = limited.send("urgent", text=text)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    answers = [event for event in refused.json()["events"] if event["type"] == "message"]
    assert answers[0]["kind"] == kind
    assert words in answers[0]["text"]
    assert answers[0] in limited.history()
    # Sent again, it gets the same answer.
    again = limited.send("urgent", text=text)
    assert again.status_code == 202
    assert answers[0] in again.json()["events"]
    # Far over the limit nothing is stored, but it is said.
    last = limited.send("urgent-2", text=text)
    assert last.status_code == 429
    assert words in last.json()["error"]["message"]
    assert not [event for event in limited.history() if event["in_reply_to"] == "urgent-2"]


def test_addresses_behind_the_proxy_are_counted_apart(strict_server: Server) -> None:
    first = {"x-forwarded-for": "203.0.113.5"}
    # What the visitor writes before the proxy's own entry doesn't count.
    forged = {"x-forwarded-for": "198.51.100.77, 203.0.113.5"}
    answers = [session(strict_server, **headers) for headers in [first, forged] * 16]
    assert [answer.status_code for answer in answers] == [201] * 30 + [429] * 2
    other = {"x-forwarded-for": "203.0.113.6"}
    assert session(strict_server, **other).status_code == 201


def test_one_address_cant_hold_every_connection(strict_server: Server) -> None:
    visitor = Visitor(strict_server.port)
    asking = {**visitor.headers, "accept": "text/event-stream", "x-forwarded-for": "203.0.113.8"}
    with ExitStack() as streams:
        statuses = [
            streams.enter_context(visitor.http.stream("GET", "/events", headers=asking)).status_code
            for _ in range(4)
        ]
        assert statuses == [200, 200, 200, 429]
        elsewhere = {**asking, "x-forwarded-for": "203.0.113.10"}
        with visitor.http.stream("GET", "/events", headers=elsewhere) as other:
            assert other.status_code == 200
        # Who gets no stream still gets the answers, by polls.
        assert visitor.get("/events", headers={"accept": "application/json"}).status_code == 200


def test_behind_https_the_cookie_is_for_this_host_alone(strict_server: Server) -> None:
    response = httpx.post(
        f"http://127.0.0.1:{strict_server.port}/chat/v1/session",
        json={"mode": "cookie"},
        headers={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"},
    )
    assert response.headers["set-cookie"].startswith("__Host-chat=")
    assert "secure" in response.headers["set-cookie"].lower()
    assert "max-age" in response.headers["strict-transport-security"]


def test_production_shows_no_page_at_the_root(strict_server: Server) -> None:
    response = httpx.get(f"http://127.0.0.1:{strict_server.port}/")
    assert response.status_code == 404
    assert "rasa" not in response.text.lower()


def test_addresses_of_one_ipv6_network_count_together() -> None:
    assert network("2001:db8:1:2::1") == network("2001:db8:1:2:ffff::9")
    assert network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("redis", [False, True])
async def test_requests_are_counted_by_who_and_what(
    redis: bool, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("ASSISTANT_LIMIT_MESSAGES", "2/minute")
    monkeypatch.delenv("ASSISTANT_REDIS", raising=False)
    if redis:
        monkeypatch.setenv("ASSISTANT_REDIS", request.getfixturevalue("redis_server"))
    counters = [RequestLimits(), RequestLimits()]
    waits = [
        await counter.seconds_to_wait(Limited.MESSAGES_OF_VISITOR, "a")
        for counter in counters
        for _ in range(2)
    ]
    # In Redis the processes count together.
    assert [wait > 0 for wait in waits] == [False, False, redis, redis]
    assert all(wait <= 60 for wait in waits)
    assert await counters[1].seconds_to_wait(Limited.MESSAGES_OF_VISITOR, "b") == 0
    assert await counters[1].seconds_to_wait(Limited.MESSAGES_OF_ADDRESS, "a") == 0


async def test_without_redis_each_process_counts_for_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_REDIS", f"redis://127.0.0.1:{free_port()}")
    monkeypatch.setenv("ASSISTANT_LIMIT_MESSAGES", "1/minute")
    counter = RequestLimits()
    assert await counter.seconds_to_wait(Limited.MESSAGES_OF_VISITOR, "a") == 0
    assert await counter.seconds_to_wait(Limited.MESSAGES_OF_VISITOR, "a") > 0


@pytest.mark.parametrize(
    ("name", "value", "reader"),
    [
        ("ASSISTANT_LIMIT_MESSAGES", "veel", RequestLimits),
        ("ASSISTANT_LIMIT_URGENT", "0/minute", RequestLimits),
        ("ASSISTANT_LIMIT_ADDRESS_STREAMS", "veel", OpenAtOnce),
        ("ASSISTANT_LIMIT_ADDRESS_STREAMS", "0", OpenAtOnce),
    ],
)
def test_a_limit_that_cant_be_read_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reader: type
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name):
        reader()


def test_wrong_settings_stop_the_start(strict_server: Server, tmp_path: Any) -> None:
    folder = project_copy(tmp_path / "project", SHIPPED)
    for name, value in (
        ("ASSISTANT_ORIGINS", "*"),
        ("ASSISTANT_PROXIES", "many"),
        ("ASSISTANT_TOKEN_KEY", "short"),
    ):
        with pytest.raises(AssertionError, match=f"{name}.*Fix: "):
            start(folder, "assistant", "serve", port=free_port(), **{name: value})
