"""A real server with every messenger configured, and the stand-ins that it sends to."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evaluation.production.services import free_port
from tests.conftest import ROOT
from tests.e2e.conftest import SHIPPED, Server, project_copy, start
from tests.messengers.customers import APP_SECRETS, CUSTOMERS, TELEGRAM_SECRET, Customer
from tests.messengers.platforms import graph, telegram_api, twilio_api
from tests.messengers.platforms.graph import VERSION, Graph
from tests.messengers.platforms.stand_in import StandIn, Trouble
from tests.messengers.platforms.telegram_api import TelegramApi
from tests.messengers.platforms.twilio_api import TwilioApi

CHANNELS = tuple(CUSTOMERS)
VERIFY_TOKEN = "verify-token-of-the-tests"
ID_KEY = "key-of-the-conversations-in-tests"
_people = itertools.count(1)


@dataclass
class Messengers:
    """The stand-ins by channel; WhatsApp and Messenger have one each, though both are Graph."""

    platforms: dict[str, StandIn]

    @property
    def environment(self) -> dict[str, str]:
        """The settings with which a server sends here."""
        return {
            "ASSISTANT_PUBLIC_URL": "https://winkel.example",
            "ASSISTANT_ID_KEY": ID_KEY,
            **self.settings("whatsapp"),
            **self.settings("twilio"),
            **self.settings("messenger"),
            **self.settings("telegram"),
        }

    @property
    def secrets(self) -> dict[str, str]:
        """The settings that nobody may read."""
        ends = ("TOKEN", "SECRET", "ID_KEY")
        return {name: value for name, value in self.environment.items() if name.endswith(ends)}

    def settings(self, channel: str) -> dict[str, str]:
        url = self.platforms[channel].url
        return {
            "whatsapp": {
                "ASSISTANT_WHATSAPP_TOKEN": graph.TOKEN,
                "ASSISTANT_WHATSAPP_PHONE_NUMBER_ID": graph.NUMBER_ID,
                "ASSISTANT_WHATSAPP_APP_SECRET": APP_SECRETS["whatsapp"],
                "ASSISTANT_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
                "ASSISTANT_WHATSAPP_APP_ID": graph.APP_ID,
                "ASSISTANT_WHATSAPP_ACCOUNT_ID": graph.ACCOUNT_ID,
                "ASSISTANT_WHATSAPP_URL": f"{url}{VERSION}",
            },
            "messenger": {
                "ASSISTANT_MESSENGER_TOKEN": graph.TOKEN,
                "ASSISTANT_MESSENGER_PAGE_ID": graph.PAGE_ID,
                "ASSISTANT_MESSENGER_APP_SECRET": APP_SECRETS["messenger"],
                "ASSISTANT_MESSENGER_VERIFY_TOKEN": VERIFY_TOKEN,
                "ASSISTANT_MESSENGER_APP_ID": graph.APP_ID,
                "ASSISTANT_MESSENGER_URL": f"{url}{VERSION}",
            },
            "telegram": {
                "ASSISTANT_TELEGRAM_TOKEN": telegram_api.TOKEN,
                "ASSISTANT_TELEGRAM_SECRET": TELEGRAM_SECRET,
                "ASSISTANT_TELEGRAM_URL": url,
            },
            "twilio": {
                "ASSISTANT_TWILIO_ACCOUNT_SID": twilio_api.ACCOUNT,
                "ASSISTANT_TWILIO_AUTH_TOKEN": twilio_api.AUTH_TOKEN,
                "ASSISTANT_TWILIO_NUMBER": twilio_api.NUMBER,
                "ASSISTANT_TWILIO_URL": url,
                "ASSISTANT_TWILIO_MESSAGING_URL": url,
                "ASSISTANT_TWILIO_CONTENT_URL": url,
            },
        }[channel]


@contextmanager
def stand_ins() -> Iterator[Messengers]:
    platforms: dict[str, StandIn] = {
        "whatsapp": Graph(APP_SECRETS["whatsapp"]),
        "messenger": Graph(APP_SECRETS["messenger"]),
        "telegram": TelegramApi(),
        "twilio": TwilioApi(),
    }
    for platform in platforms.values():
        platform.start()
    yield Messengers(platforms)
    for platform in platforms.values():
        platform.stop()


@pytest.fixture(scope="session")
def messengers() -> Iterator[Messengers]:
    with stand_ins() as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_is_refused(messengers: Messengers) -> Iterator[None]:
    """End each test without trouble; whatever the strict stand-ins refused fails it."""
    yield
    for platform in messengers.platforms.values():
        platform.trouble = Trouble()
        assert platform.refused == []


def serve(folder: Path, messengers: Messengers, *, slow: bool = False, **env: str) -> Any:
    """Start a server on a free port; a slow one takes two seconds for an answer."""
    port = free_port()
    command = ["assistant", "serve"]
    if slow:
        command = ["python", "-m", "tests.messengers.slow_server"]
        env = {"PYTHONPATH": str(ROOT), **env}
    return start(
        folder, *command, "--port", str(port), port=port, **{**messengers.environment, **env}
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, messengers: Messengers) -> Iterator[Server]:
    folder = project_copy(tmp_path_factory.mktemp("messengers") / "project", SHIPPED)
    process, running = serve(folder, messengers)
    yield running
    process.terminate()
    process.wait(timeout=30)
    # Whatever the tests did, forged and broken webhooks and refused requests among it.
    log = running.log.read_text()
    assert [name for name, value in messengers.secrets.items() if value in log] == []


@pytest.fixture(params=CHANNELS)
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def only(*channels: str) -> pytest.MarkDecorator:
    """Run a test on these channels only: the others haven't got what it is about."""
    return pytest.mark.parametrize("channel", channels, indirect=True)


MakeCustomer = Callable[..., Customer]


@pytest.fixture
def new_customer(server: Server, channel: str, messengers: Messengers) -> MakeCustomer:
    def make(port: int = 0) -> Customer:
        kind = CUSTOMERS[channel]
        return kind(port or server.port, messengers.platforms[channel], next(_people))

    return make


@pytest.fixture
def customer(new_customer: MakeCustomer) -> Customer:
    """A customer who was here before."""
    made = new_customer()
    made.meet()
    return made


def assistant(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does."""
    import os

    return subprocess.run(
        [str(Path(sys.executable).parent / "assistant"), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "ignore", **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
