from __future__ import annotations

import re

import pytest

from assistant.setting_error import SettingError
from assistant.setting_words import DEVIATIONS, check_words
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASSISTANT_MODE", "prodution"),
        ("ASSISTANT_MODE", "Production"),
        ("ASSISTANT_CLAIMS", "authorized"),
        ("ASSISTANT_LOGS", "jason"),
        ("ASSISTANT_BROKER_TEXTS", "maybe"),
        ("ASSISTANT_TRACES", "collector:4318"),
        ("ASSISTANT_STOCK", "session-bound"),
        ("ASSISTANT_STOCK", "all,nothing"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_word_that_means_nothing_is_refused(variable: str, value: str) -> None:
    with pytest.raises(SettingError, match=variable) as refused:
        check_words({variable: value})
    assert "Fix:" in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ASSISTANT_MODE", "production"),
        ("ASSISTANT_MODE", ""),
        ("ASSISTANT_CLAIMS", "authorised"),
        ("ASSISTANT_LOGS", "json"),
        ("ASSISTANT_BROKER_TEXTS", "YES"),
        ("ASSISTANT_TRACES", "http://collector:4318/v1/traces"),
        ("ASSISTANT_STOCK", "session-bounds, graph-order"),
        ("ASSISTANT_STOCK", "all"),
        ("LOG_LEVEL", "info"),
    ],
)
def test_the_words_of_the_documents_are_taken(variable: str, value: str) -> None:
    check_words({variable: value})


def test_every_documented_deviation_may_be_left_out() -> None:
    text = (ROOT / "docs/environment.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE) == list(DEVIATIONS)
