"""Whatever is sent, the server answers as its description says, and never with a 500."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.e2e.conftest import BIN, Server
from tests.web.visitor import Visitor

EXAMPLES = 10_000
PATHS = (
    "session", "message", "events", "history", "export", "feedback", "schema.json",
    "openapi.json", "", "conversation/x", "../../nothing", "../../health", "%00", "message/",
)  # fmt: skip
HEADER_NAMES = (
    "content-type", "accept", "origin", "last-event-id", "authorization", "cookie", "host",
    "x-forwarded-for", "sec-fetch-site", "x-request-id",
)  # fmt: skip
HEADER_VALUES = (
    "application/json", "application/json; charset=utf-16", "text/plain", "application/x",
    "*/*", "null", "https://[", "-1", "1e9", "Bearer", "Bearer x.y.z", "chat=x", "chat=",
    "127.0.0.1", ";;;", "\x7f", "é",
)  # fmt: skip
FIELDS = ("id", "text", "payload", "page", "product", "event", "thumb", "reason", "mode")

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=30)
    | st.sampled_from(("cookie", "up", "/spierkrampen", "\ud800", "a\x00b", "x" * 3000))
)
contents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=6,
)
bodies = contents.map(lambda content: json.dumps(content).encode()) | st.binary(max_size=60)
header_maps = st.dictionaries(
    st.sampled_from(HEADER_NAMES), st.sampled_from(HEADER_VALUES), max_size=3
)
queries = st.dictionaries(
    st.sampled_from(("after", "wait", "x")),
    st.sampled_from(("0", "-1", "x", "1e400", "nan", "99999999999999999999", "", "٣", "0.01")),
    max_size=2,
)


@pytest.fixture(scope="module")
def fuzzed(web_server: Server) -> Visitor:
    return Visitor(web_server.port)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    method=st.sampled_from(("GET", "POST", "PUT", "PATCH", "HEAD", "OPTIONS")),
    path=st.sampled_from(PATHS),
    query=queries,
    headers=header_maps,
    body=bodies,
    with_token=st.booleans(),
    as_json=st.booleans(),
)
def test_no_request_makes_the_server_fail(
    fuzzed: Visitor,
    method: str,
    path: str,
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes,
    with_token: bool,
    as_json: bool,
) -> None:
    sent: dict[str, Any] = {name: value.encode() for name, value in headers.items()}
    if as_json:
        sent["content-type"] = "application/json"
    if with_token:
        sent["authorization"] = fuzzed.headers["Authorization"]
    response = fuzzed.http.request(
        method, f"/{path}", params=query, headers=sent, content=body if method != "GET" else None
    )
    assert response.status_code < 500, (method, path, query, headers, body)


def test_the_server_is_well_afterwards(fuzzed: Visitor) -> None:
    assert fuzzed.ask(text="waar zit veel magnesium in?")
    history = fuzzed.get("/history").json()
    assert [event["id"] for event in history["events"]] == list(range(1, history["last"] + 1))


@pytest.mark.parametrize("with_token", [True, False])
def test_schemathesis_finds_nothing(web_server: Server, with_token: bool) -> None:
    address = f"http://127.0.0.1:{web_server.port}/chat/v1"
    visitor = Visitor(web_server.port)
    options = ["--exclude-operation-id", "deleteConversation"]
    if with_token:
        options += ["--header", f"Authorization: Bearer {visitor.token}"]
    done = subprocess.run(
        [
            str(BIN / "schemathesis"), "run", f"{address}/openapi.json", "--url", address,
            "--max-examples", "60", "--seed", "1", "--generation-database", "none",
            "--request-timeout", "60", "--no-color", *options,
        ],
        cwd=web_server.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]


def test_a_hundred_kilobytes_of_headers_are_refused(web_server: Server) -> None:
    address = f"http://127.0.0.1:{web_server.port}/chat/v1/history"
    try:
        response = httpx.get(address, headers={"x-long": "x" * 100_000})
    except httpx.TransportError:
        return
    assert 400 <= response.status_code < 500
