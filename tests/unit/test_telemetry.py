from __future__ import annotations

import pytest
from rasa import telemetry

from assistant.cli import main


def test_our_commands_turn_rasas_telemetry_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASA_TELEMETRY_ENABLED", raising=False)
    assert main(["check"]) == 0
    assert not telemetry.is_telemetry_enabled()


def test_no_setting_turns_it_on_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    assert main(["check"]) == 0
    assert not telemetry.is_telemetry_enabled()
