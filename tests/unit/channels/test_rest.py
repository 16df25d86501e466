from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.rest import MAX_BODY_BYTES, BadRequest, read_request


def test_a_message_is_read() -> None:
    assert read_request(b'{"sender": "a", "message": "hoi"}') == ("a", "hoi")
    assert read_request(b'{"message": "a\\u0000b"}') == ("default", "ab")


@pytest.mark.parametrize(
    "content",
    [
        [], "text", 1, None, {}, {"message": 1}, {"message": None}, {"message": ["a"]},
        {"message": "a", "sender": 1}, {"message": "a", "sender": ""},
        {"message": "a", "sender": "x" * 201}, {"message": "a", "extra": 1},
    ],
)  # fmt: skip
def test_a_wrong_shape_is_refused(content: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        read_request(json.dumps(content).encode())
    assert caught.value.status == 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_00])
def test_broken_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        read_request(body)


def test_a_large_body_is_refused() -> None:
    with pytest.raises(BadRequest) as caught:
        read_request(b"x" * (MAX_BODY_BYTES + 1))
    assert caught.value.status == 413


@given(st.binary(max_size=200))
def test_no_body_raises_anything_else(body: bytes) -> None:
    try:
        sender, text = read_request(body)
    except BadRequest:
        return
    assert isinstance(sender, str)
    assert isinstance(text, str)
