from __future__ import annotations

import pytest

from assistant.channels.messengers.identity import conversation_id, hidden_message_id
from assistant.channels.messengers.platforms import PLATFORMS
from assistant.channels.messengers.settings import read_configuration
from assistant.channels.messengers.telegram import SECRET, TOKEN, TelegramPlatform

GOOD = {
    TOKEN.name: "1:abcdefgh",
    SECRET.name: "a" * 16,
    "ASSISTANT_PUBLIC_URL": "https://winkel.example/chat",
    "ASSISTANT_ID_KEY": "k" * 16,
}


def test_a_complete_configuration_opens_the_channel() -> None:
    configuration = read_configuration(TelegramPlatform.settings, GOOD)
    assert configuration.is_open
    assert configuration.value(TOKEN) == "1:abcdefgh"


def test_nothing_chosen_is_closed_without_a_complaint() -> None:
    shared = {name: GOOD[name] for name in ("ASSISTANT_PUBLIC_URL", "ASSISTANT_ID_KEY")}
    configuration = read_configuration(TelegramPlatform.settings, shared)
    assert not configuration.chosen
    assert not configuration.is_open


@pytest.mark.parametrize("name", GOOD)
def test_one_that_is_missing_in_production_closes_it(name: str) -> None:
    production = {**GOOD, name: " ", "ASSISTANT_MODE": "production"}
    configuration = read_configuration(TelegramPlatform.settings, production)
    assert [setting.name for setting in configuration.missing] == [name]
    assert not configuration.is_open


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (TOKEN.name, "no token"), (SECRET.name, "short"), (SECRET.name, "a" * 15 + "!"),
        ("ASSISTANT_PUBLIC_URL", "http://winkel.example"), ("ASSISTANT_ID_KEY", "short"),
        ("ASSISTANT_PUBLIC_URL", "https://winkel.example/?a=b"),
    ],
)  # fmt: skip
def test_one_that_is_wrong_closes_it(name: str, value: str) -> None:
    configuration = read_configuration(TelegramPlatform.settings, {**GOOD, name: value})
    assert [setting.name for setting in configuration.wrong] == [name]
    assert not configuration.is_open


def test_developing_needs_no_key() -> None:
    without = {name: value for name, value in GOOD.items() if name != "ASSISTANT_ID_KEY"}
    assert read_configuration(TelegramPlatform.settings, without).is_open


def test_what_only_registering_needs_doesnt_close_a_channel() -> None:
    for platform in PLATFORMS.values():
        names = [setting for setting in platform.settings if setting.registering]
        for setting in names:
            assert setting.name.endswith(("_APP_ID", "_ACCOUNT_ID"))


def test_ids_are_keyed_and_tell_channels_apart() -> None:
    ids = {
        conversation_id("telegram", "1", "key-one"),
        conversation_id("telegram", "1", "key-two"),
        conversation_id("telegram", "2", "key-one"),
        conversation_id("whatsapp", "1", "key-one"),
    }
    assert len(ids) == 4
    assert all(len(name.partition("-")[2]) == 32 for name in ids)
    assert "3161" not in hidden_message_id("whatsapp", "wamid.3161", "key-one")
