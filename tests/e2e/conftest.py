"""Starts real servers on free ports, each in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evaluation.production.services import free_port
from tests.conftest import ROOT

START_SECONDS = 120
# Ids of conversations in plain words: for tests only.
REST = ROOT / "tests/rest_credentials.yml"
SHIPPED = ROOT / "credentials.yml"
BIN = Path(sys.executable).parent


@dataclass
class Server:
    """A running server; ``log`` is what it printed."""

    port: int
    folder: Path
    log: Path

    def post(self, body: bytes, path: str = "/webhooks/rest/webhook") -> tuple[int, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        return self._open(request)

    def get(self, path: str) -> tuple[int, Any]:
        return self._open(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def say(self, conversation: str, text: str) -> list[dict[str, Any]]:
        body = json.dumps({"sender": conversation, "message": text}).encode()
        status, replies = self.post(body)
        assert status == 200, replies
        assert isinstance(replies, list)
        return replies

    @staticmethod
    def _open(request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                status, text = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read().decode()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text


def project_copy(folder: Path, credentials: Path = REST) -> Path:
    """Lay out a folder to serve from: own database and knowledge, the trained model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("config.yml", "domain.yml", "endpoints.yml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copy(credentials, folder / "credentials.yml")
    for name in ("models", "data", "actions"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "knowledge", folder / "knowledge")
    return folder


def start(folder: Path, *command: str, port: int, ready: str = "/health", **env: str) -> Any:
    log = folder / f"server-{port}.log"
    environment = {
        **os.environ,
        "ASSISTANT_KNOWLEDGE": str(folder / "knowledge"),
        "PYTHONWARNINGS": "ignore",
        **env,
    }
    process = subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=folder,
        env=environment,
        stdout=log.open("w"),
        stderr=subprocess.STDOUT,
    )
    server = Server(port, folder, log)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            if server.get(ready)[0] == 200:
                return process, server
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.2)
    process.kill()
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The assistant, with the tests' own channel."""
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("served") / "project")
    process, running = start(folder, "assistant", "serve", "--port", str(port), port=port)
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture(scope="session")
def authorised_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same in production, claiming no more than the law allows."""
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("authorised") / "project")
    process, running = start(
        folder, "assistant", "serve", "--port", str(port), port=port,
        ASSISTANT_CLAIMS="authorised", ASSISTANT_MODE="production",
    )  # fmt: skip
    yield running
    process.terminate()
    process.wait(timeout=30)
