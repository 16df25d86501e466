from __future__ import annotations

from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from assistant.runtime.deviations.action_validator import ACTION_VALIDATOR
from tests.unit.runtime.deviations.stock import stock

RESULTS: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "risks", "value": ["kind"]}], "responses": []},
    {"events": [{"event": "nonsense"}], "responses": []},
    {"events": "text", "responses": []},
    {"events": [], "responses": ["text"]},
    [],
    {},
]


def verdict(result: Any) -> bool:
    try:
        return bool(RemoteAction("a", None)._validate_action_result(result))
    except ValidationError:
        return False


@pytest.mark.parametrize("result", RESULTS)
def test_it_judges_like_stock(result: Any) -> None:
    with stock(ACTION_VALIDATOR):
        expected = verdict(result)
        ACTION_VALIDATOR.install()
        assert RemoteAction._validate_action_result is ACTION_VALIDATOR.ours
        assert verdict(result) == expected
