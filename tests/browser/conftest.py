"""Debian's Chromium before a real server that tests may kill and start again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.runtime.demo_other_origin import port_beside
from evaluation.production.services import free_port
from tests.browser.chat import Chat
from tests.conftest import ROOT
from tests.e2e.conftest import Server, project_copy, start

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
# Tests send more than a visitor would.
PLENTY = {
    "ASSISTANT_LIMIT_MESSAGES": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_MESSAGES": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_SESSIONS": "100000/minute",
    "ASSISTANT_LIMIT_ADDRESS_REQUESTS": "100000/minute",
}
NewContext = Callable[..., BrowserContext]


class MortalServer:
    """The assistant as `make run` serves it; it keeps its folder, port and database."""

    def __init__(self, folder: Path) -> None:
        self.folder = project_copy(folder, ROOT / "credentials.yml")
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.logs: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def other_site(self) -> str:
        return f"http://127.0.0.1:{port_beside(self.port)}"

    def start(self) -> Server:
        self.process, server = start(
            self.folder, "assistant", "serve", "--port", str(self.port), port=self.port, **PLENTY
        )
        return server

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        assert self.process
        self.process.kill()
        self.process.wait(timeout=30)
        self._keep_log()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self._keep_log()

    def log(self) -> str:
        """Everything that it printed, over all its lives."""
        path = self.folder / f"server-{self.port}.log"
        return "".join(self.logs) + path.read_text()

    def _keep_log(self) -> None:
        self.logs.append((self.folder / f"server-{self.port}.log").read_text())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MortalServer]:
    served = MortalServer(tmp_path_factory.mktemp("browser") / "project")
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert Path(CHROMIUM).exists(), "Chromium is missing. Fix: run scripts/browser.sh"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Make visitors, each with storage and cookies of their own."""
    made: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:
        context = browser.new_context(
            **{"locale": "nl-NL", "viewport": {"width": 1280, "height": 800}, **settings}
        )
        context.set_default_timeout(30_000)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def chat(page: Page, server: MortalServer) -> Chat:
    """The chat on the demonstration's product page, closed."""
    page.goto(server.url)
    return Chat(page)


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    path = ROOT / "widget/node_modules/axe-core/axe.min.js"
    assert path.exists(), "axe-core is missing. Fix: run scripts/browser.sh"
    return path.read_text()
