"""Behind nginx, set up as docs/website.md says, the stream still comes event by event."""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.production.services import free_port
from tests.conftest import ROOT
from tests.e2e.conftest import Server
from tests.web.visitor import Visitor, stream


@pytest.fixture
def proxy_port(web_server: Server, tmp_path: Path) -> Iterator[int]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    assert Path(program).exists(), "nginx is not installed (apt-get install nginx)"
    document = (ROOT / "docs/website.md").read_text(encoding="utf-8")
    location = document.split("```nginx\n", 1)[1].split("```", 1)[0]
    location = location.replace("127.0.0.1:5005", f"127.0.0.1:{web_server.port}")
    port = free_port()
    settings = tmp_path / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
        "events {}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}/body;\n"
        f"proxy_temp_path {tmp_path}/proxy; fastcgi_temp_path {tmp_path}/f;\n"
        f"uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s;\n"
        f"server {{ listen 127.0.0.1:{port};\n{location}\n}} }}\n"
    )
    process = subprocess.Popen([program, "-c", str(settings), "-e", str(tmp_path / "error.log")])
    deadline = time.monotonic() + 30
    while not (tmp_path / "pid").exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield port
    process.terminate()
    process.wait(timeout=30)


def test_nothing_for_operators_is_passed_on(proxy_port: int) -> None:
    def status(path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{proxy_port}{path}") as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert status("/widget.js") == 200
    for path in ("/", "/health", "/health/ready", "/metrics", "/widget.js.map"):
        assert status(path) == 404


def test_events_come_through_one_by_one(proxy_port: int) -> None:
    visitor = Visitor(proxy_port)
    with stream(visitor) as until:
        for number in range(1, 4):
            visitor.send(text="waar zit veel magnesium in?")
            until(
                lambda events, wanted=number: (
                    sum(event["type"] == "message" for event in events) == wanted
                )
            )
