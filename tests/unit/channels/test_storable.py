from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.storable import read_json, storable

CONTENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
)


@given(CONTENTS)
def test_whatever_comes_can_be_stored(content: Any) -> None:
    stored = json.dumps(storable(content), ensure_ascii=False)
    stored.encode("utf-8")
    assert "\\u0000" not in stored


def test_what_is_whole_stays_as_it_is() -> None:
    assert read_json('{"a": ["é \U0001f600", 1, null]}'.encode()) == {
        "a": ["é \U0001f600", 1, None]
    }
    assert read_json(b'"\\ud83d\\ude00"') == "\U0001f600"
    assert read_json(b'"half \\ud83d"') == "half ?"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'"\xed\xa0\xbd"', b"1" * 5000])
def test_what_isnt_json_in_utf8_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError):
        read_json(body)
