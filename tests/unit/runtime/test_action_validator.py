from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from assistant.runtime import action_validator

STOCK = RemoteAction._validate_action_result
RESULTS: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "risks", "value": ["kind"]}], "responses": []},
    {"events": [{"event": "nonsense"}], "responses": []},
    {"events": "text", "responses": []},
    {"events": [], "responses": ["text"]},
    [],
    {},
]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    monkeypatch.delenv(action_validator.SWITCH, raising=False)
    action_validator.install()


def verdict(result: Any) -> bool:
    try:
        return bool(RemoteAction("a", None)._validate_action_result(result))
    except ValidationError:
        return False


@pytest.mark.parametrize("result", RESULTS)
def test_it_judges_like_stock(result: Any, installed: None) -> None:
    ours = verdict(result)
    RemoteAction._validate_action_result = STOCK
    assert ours == verdict(result)


def test_the_switch_keeps_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    monkeypatch.setenv(action_validator.SWITCH, "1")
    action_validator.install()
    assert RemoteAction._validate_action_result is STOCK


def test_another_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    monkeypatch.setattr(action_validator, "WRITTEN_FOR_SOURCE", "another")
    with pytest.raises(action_validator.UnknownRasa, match="was written for Rasa"):
        action_validator.install()
