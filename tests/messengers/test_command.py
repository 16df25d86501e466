"""`assistant channels`: what an operator sees, and what the messengers are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Server
from tests.messengers.conftest import CHANNELS, Messengers, assistant
from tests.messengers.platforms.telegram_api import TelegramApi


def test_nothing_is_configured(tmp_path: Path) -> None:
    done = assistant(tmp_path, "channels", "check")
    assert done.returncode == 0
    for channel in CHANNELS:
        assert f"{channel}: not configured" in done.stderr
    assert "It needs ASSISTANT_TELEGRAM_TOKEN, ASSISTANT_TELEGRAM_SECRET" in done.stderr
    # Whoever names one means it.
    assert assistant(tmp_path, "channels", "register", "telegram").returncode == 1


def test_everything_is_right_once_it_is_registered(tmp_path: Path, messengers: Messengers) -> None:
    telegram = messengers.platforms["telegram"]
    assert isinstance(telegram, TelegramApi)
    environment = messengers.environment
    before = assistant(tmp_path, "channels", "check", **environment)
    assert before.returncode == 1
    for channel in CHANNELS:
        fix = f"run `assistant channels register {channel}`"
        assert f"{channel}: webhook: failed. Fix: {fix}" in before.stderr
    done = assistant(tmp_path, "channels", "register", **environment)
    assert done.returncode == 0, done.stderr
    assert telegram.webhook["url"] == "https://winkel.example/webhooks/telegram/webhook"
    assert telegram.webhook["secret_token"] == environment["ASSISTANT_TELEGRAM_SECRET"]
    assert "edited_message" not in telegram.webhook["allowed_updates"]
    for channel in ("whatsapp", "messenger"):
        told = [content for name, content in messengers.platforms[channel].calls
                if name == "subscribe"]  # fmt: skip
        address = f"https://winkel.example/webhooks/{channel}/webhook"
        assert [content["callback_url"] for content in told] == [address]
    (sender,) = [content for name, content in messengers.platforms["twilio"].calls
                 if name == "sender"]  # fmt: skip
    # Twilio doesn't repeat a webhook that failed, but calls the second address.
    assert sender["webhook"]["fallback_url"] == sender["webhook"]["callback_url"]
    after = assistant(tmp_path, "channels", "check", **environment)
    assert after.returncode == 0, after.stderr
    for channel in CHANNELS:
        assert f"{channel}: configured" in after.stderr
    for printed in (before, done, after):
        shown = printed.stderr + printed.stdout
        assert not any(secret in shown for secret in messengers.secrets.values())


def test_registering_by_a_server_that_meta_asks(
    server: Server, tmp_path: Path, messengers: Messengers
) -> None:
    address = f"http://127.0.0.1:{server.port}"
    environment = {**messengers.environment, "ASSISTANT_PUBLIC_URL": address}
    meta = ("channels", "register", "whatsapp", "messenger")
    done = assistant(tmp_path, *meta, **environment)
    assert done.returncode == 0, done.stderr
    for channel in ("whatsapp", "messenger"):
        environment[f"ASSISTANT_{channel.upper()}_VERIFY_TOKEN"] = "another-word"
    wrong = assistant(tmp_path, *meta, **environment)
    assert wrong.returncode == 1
    for channel in ("whatsapp", "messenger"):
        word = f"ASSISTANT_{channel.upper()}_VERIFY_TOKEN"
        assert f"{channel}: webhook set (status 400, code 2200): failed. Fix: start the server" in (
            wrong.stderr
        )
        assert f"with the same {word}; ASSISTANT_PUBLIC_URL must lead to it" in wrong.stderr
    insecure = assistant(tmp_path, "channels", "register", "telegram", **environment)
    assert insecure.returncode == 1
    assert "bad webhook" in insecure.stderr


def test_telegram_says_what_became_of_its_messages(tmp_path: Path, messengers: Messengers) -> None:
    telegram = messengers.platforms["telegram"]
    assert isinstance(telegram, TelegramApi)
    telegram.webhook = {"url": "https://winkel.example/webhooks/telegram/webhook"}
    telegram.undelivered = ["Wrong response from the webhook: 403 Forbidden"]
    done = assistant(tmp_path, "channels", "check", "telegram", **messengers.environment)
    telegram.undelivered = []
    assert done.returncode == 1
    assert "messages arrive (Wrong response from the webhook: 403 Forbidden)" in done.stderr
    assert "channels register telegram" in done.stderr


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_is_missing_or_wrong_is_named(
    tmp_path: Path, messengers: Messengers, channel: str
) -> None:
    own = messengers.settings(channel)
    token = next(name for name in own if name.endswith("TOKEN"))
    environment = {**messengers.environment, "ASSISTANT_PUBLIC_URL": "winkel.example"}
    del environment[token]
    done = assistant(tmp_path, "channels", "check", channel, **environment)
    assert done.returncode == 1
    assert f"{channel}: missing {token}" in done.stderr
    assert f"{channel}: wrong ASSISTANT_PUBLIC_URL" in done.stderr
    wrong = assistant(
        tmp_path, "channels", "check", channel,
        **{**messengers.environment, token: "123456789:wrong-token-of-nobody"},
    )  # fmt: skip
    assert wrong.returncode == 1
    assert "failed. Fix:" in wrong.stderr
    assert "wrong-token" not in wrong.stderr
    production = {**messengers.environment, "ASSISTANT_MODE": "production", "ASSISTANT_ID_KEY": ""}
    keyless = assistant(tmp_path, "channels", "check", channel, **production)
    assert f"{channel}: missing ASSISTANT_ID_KEY" in keyless.stderr


def test_a_messenger_that_is_down_is_said_so(tmp_path: Path, messengers: Messengers) -> None:
    messengers.platforms["telegram"].trouble.down = True
    done = assistant(tmp_path, "channels", "check", "telegram", **messengers.environment)
    assert done.returncode == 1
    assert "telegram: no answer" in done.stderr
    offline = assistant(
        tmp_path, "channels", "check", "telegram", "--offline", **messengers.environment
    )
    assert offline.returncode == 0
    assert assistant(tmp_path, "channels", "check", "icq").returncode == 2
