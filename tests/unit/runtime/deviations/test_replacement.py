from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from assistant.runtime.deviations import replacement as module
from assistant.runtime.deviations.replacement import (
    EVERYTHING,
    STOCK_VARIABLE,
    Replacement,
    UnknownRasa,
)
from assistant.runtime.deviations.replacements import REPLACEMENTS
from tests.unit.runtime.deviations.stock import stock

ALL = pytest.mark.parametrize("replacement", REPLACEMENTS, ids=lambda each: each.name)


def installed(replacement: Replacement) -> bool:
    found = inspect.getattr_static(replacement.owner, replacement.attribute)
    return getattr(found, "__func__", found) is replacement.ours


@ALL
def test_it_is_written_for_the_installed_rasa(
    replacement: Replacement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(STOCK_VARIABLE, raising=False)
    with stock(replacement):
        assert not installed(replacement)
        replacement.install()
        assert installed(replacement)
        replacement.install()


@ALL
@pytest.mark.parametrize("value", ["{name}", "other, {name}", EVERYTHING])
def test_the_switch_keeps_stock(
    replacement: Replacement, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STOCK_VARIABLE, value.format(name=replacement.name))
    with stock(replacement):
        replacement.install()
        assert not installed(replacement)


@ALL
def test_a_changed_function_is_refused(replacement: Replacement) -> None:
    with stock(replacement), pytest.raises(UnknownRasa, match=f"STOCK={replacement.name}"):
        replace(replacement, source="another").install()


@ALL
def test_another_rasa_is_refused(replacement: Replacement, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "__version__", "3.6.22")
    with stock(replacement), pytest.raises(UnknownRasa, match=r"Rasa 3\.6\.22"):
        replacement.install()


def test_no_two_have_one_name() -> None:
    assert len({each.name for each in REPLACEMENTS}) == len(REPLACEMENTS)
