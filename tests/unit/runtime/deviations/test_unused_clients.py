"""The stand-ins are there while two modules are imported, so each test starts an interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

INSTALL = "from assistant.runtime.deviations import unused_clients as u\nu.install()\n"
NAMES = (
    "from rasa.core.channels import BUILTIN_CHANNELS as b, channel\n"
    "print(sorted((name, c.__name__) for name, c in b.items()))"
)


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True, text=True, check=False, env={"PATH": "", **env},
    )  # fmt: skip


def test_the_clients_are_left_until_they_are_used() -> None:
    done = python(
        INSTALL
        + "import sys, rasa.core.agent\n"
        + "print([m for m in ('boto3', 'pymongo', 'twilio', 'slack_sdk') if m in sys.modules])\n"
        + "print([m for m in sys.modules if isinstance(sys.modules[m], u._StandIn)])"
    )
    assert done.stdout.split("\n")[:2] == ["[]", "[]"], done.stderr


def test_channels_have_the_names_of_stock() -> None:
    assert python(INSTALL + NAMES).stdout == python(NAMES).stdout != ""


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("BUILTIN_CHANNELS['slack'].from_credentials({'slack_token': 'a', "
         "'slack_signing_secret': 'b'})", "rasa.core.channels.slack.SlackInput"),
        ("BUILTIN_CHANNELS['twilio'].from_credentials({'account_sid': 'a', 'auth_token': 'b', "
         "'twilio_number': 'c'})", "rasa.core.channels.twilio.TwilioInput"),
    ],
)  # fmt: skip
def test_a_channel_that_is_used_is_the_real_one(use: str, expected: str) -> None:
    done = python(f"{INSTALL}from rasa.core.channels import BUILTIN_CHANNELS\nprint({use})")
    assert expected in done.stdout, done.stderr


def test_everybody_else_imports_the_real_ones() -> None:
    done = python(
        INSTALL
        + "import rasa.core.agent\n"
        + "from rasa.core.channels.slack import SlackBot\n"
        + "from boto3.dynamodb.conditions import Key\n"
        + "from rasa.core import tracker_store\n"
        + "print(tracker_store.Key('a').eq(1) == Key('a').eq(1))"
    )
    assert done.stdout == "True\n", done.stderr


def test_the_switch_keeps_stock() -> None:
    code = "import sys, rasa.core.agent\nprint('boto3' in sys.modules)"
    assert python(INSTALL + code, ASSISTANT_STOCK="unused-clients").stdout == "True\n"


def test_changed_modules_are_refused() -> None:
    change = "u.WRITTEN_FOR_SOURCES['rasa.core.channels'] = 'another'\n"
    done = python(INSTALL.replace("u.install", change + "u.install"))
    assert "ASSISTANT_STOCK=unused-clients" in done.stderr
