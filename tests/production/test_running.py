"""One server: what it logs and traces, how it reloads, drains and is replaced."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from evaluation.production.servers import REST, ROOT, Assistant
from evaluation.production.services import running, wait_for

# Words that no line of code or knowledge holds.
SAID = "zonnebloemkwartet"
WHO = "klantnummer-77123"
TOKEN = "metrics-t0ken"


class Collector:
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                collector.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1/traces"

    def span_names(self) -> set[str]:
        return {
            span.name
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    found = Collector()
    yield found
    found.server.shutdown()


@pytest.fixture(scope="module")
def server(folder: Path, collector: Collector) -> Iterator[Assistant]:
    served = Assistant(
        folder / "running", LOG_LEVEL="DEBUG", ASSISTANT_LOGS="json",
        ASSISTANT_TRACES=collector.url, ASSISTANT_METRICS_TOKEN=TOKEN,
    )  # fmt: skip
    (served.folder / "models").unlink()
    shutil.copytree(ROOT / "models", served.folder / "models")
    with running(served):
        yield served


def test_no_line_holds_what_was_said_or_who_said_it(server: Assistant) -> None:
    texts = [f"heeft {SAID} magnesium?", f"ik slik metoprolol en {SAID}", f"/{SAID}", SAID * 50]
    answers = [server.say(WHO, text) for text in texts]
    # Requests that fail, too.
    for body in (b"{", b'{"sender": 1}', json.dumps({"message": SAID, "who": WHO}).encode()):
        httpx.post(server.url + REST, content=body)
    httpx.get(f"{server.url}/nowhere/{WHO}?text={SAID}")
    lines = server.log().splitlines()
    assert any('"DEBUG"' in line for line in lines)
    replies = [reply["text"] for _, said in answers for reply in said]
    for word in (SAID, WHO, *replies):
        assert not [line for line in lines if word in line]


def test_lines_are_json_with_the_request_id(server: Assistant) -> None:
    given = "proxy-gave-this-id"
    answer = httpx.post(
        server.url + REST,
        json={"sender": "a", "message": "hallo"},
        headers={"X-Request-ID": given},
    )
    assert answer.headers["X-Request-ID"] == given
    made = httpx.get(f"{server.url}/health/live", headers={"X-Request-ID": "bad id!"})
    assert made.headers["X-Request-ID"] != "bad id!"
    ours = [line for line in server.log().splitlines() if line.startswith("{")]
    found = [json.loads(line) for line in ours if given in line]
    assert found
    assert found[-1]["message"].startswith("POST /webhooks/rest/webhook 200 in ")
    assert {"time", "level", "logger", "request"} <= set(found[-1])


def test_spans_name_stages_and_nothing_else(server: Assistant, collector: Collector) -> None:
    server.say(WHO, f"waar zit magnesium in, {SAID}?")
    stages = {"lock", "message", "store_read", "understanding", "policies", "action", "store_write"}
    wait_for(lambda: stages <= collector.span_names(), "no spans arrive", 30)
    for word in (SAID, WHO):
        assert not any(word.encode() in body for body in collector.bodies)


def test_metrics_ask_for_their_token_and_count(server: Assistant) -> None:
    assert server.get("/metrics")[0] == 401
    server.say("counted", "ik slik metoprolol")
    found = httpx.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    for name in ("messages_total", "referrals_total", "latency_seconds_bucket", "inbox_depth"):
        assert f"assistant_{name}" in found
    assert 'kind="referral"' in found
    for word in (SAID, WHO, "metoprolol"):
        assert word not in found


def test_a_new_model_comes_in_while_messages_are_answered(server: Assistant) -> None:
    before = server.get("/health/ready")[1]["model_id"]
    stop = threading.Event()

    def talk(number: int) -> list[int]:
        statuses = []
        while not stop.is_set():
            statuses.append(server.say(f"reload-{number}", "waar zit veel magnesium in?")[0])
        return statuses

    model = server.folder / "models" / "assistant.tar.gz"
    with ThreadPoolExecutor(3) as pool:
        talks = [pool.submit(talk, number) for number in range(3)]
        fresh = model.with_suffix(".new")
        shutil.copy(model, fresh)
        fresh.replace(model)
        try:
            token = {"Authorization": f"Bearer {TOKEN}"}
            wait_for(
                lambda: (
                    'model_reloads_total{result="ok"} 1.0'
                    in httpx.get(f"{server.url}/metrics", headers=token, timeout=60).text
                ),
                "the model is not reloaded",
                120,
            )
        finally:
            stop.set()
    statuses = [status for each in talks for status in each.result()]
    assert statuses
    assert set(statuses) == {200}
    assert server.get("/health/ready")[1]["model_id"] == before
    model.write_bytes(b"broken")
    wait_for(
        lambda: (
            'model_reloads_total{result="failed"} 1.0'
            in httpx.get(f"{server.url}/metrics", headers=token, timeout=60).text
        ),
        "the broken model is not noticed",
        60,
    )
    assert server.say("after", "waar zit veel magnesium in?")[0] == 200


def test_a_server_that_is_replaced_loses_nothing(folder: Path) -> None:
    """Under load: SIGTERM, every message is answered or refused with Retry-After."""
    old = Assistant(folder / "replaced")
    answers: list[tuple[int, str]] = []
    gone = threading.Event()

    def talk(number: int) -> None:
        with httpx.Client(timeout=60) as http:
            while True:
                body = {"sender": f"drain-{number}", "message": "waar zit veel magnesium in?"}
                try:
                    answer = http.post(old.url + REST, json=body)
                except httpx.ConnectError:
                    # Nobody listens any more: nothing was taken.
                    return
                if answer.status_code == 200:
                    assert answer.json()
                answers.append((answer.status_code, answer.headers.get("Retry-After", "")))
                if gone.is_set():
                    time.sleep(0.1)

    old.start()
    with ThreadPoolExecutor(4) as pool:
        talks = [pool.submit(talk, number) for number in range(4)]
        wait_for(lambda: len(answers) > 8, "no answers", 120)
        began = time.monotonic()
        gone.set()
        old.stop()
        took = time.monotonic() - began
        for each in talks:
            each.result()
    assert took <= 10
    assert {status for status, _ in answers} == {200, 503}
    assert all(after for status, after in answers if status == 503)
