from __future__ import annotations

import pytest

from assistant.handoff.signature import WINDOW_SECONDS, is_signed, sign

SECRET = "a-secret-of-the-test"
NOW = 1_800_000_000
BODY = b'{"event": "ended"}'


def test_what_was_signed_just_now_is_believed() -> None:
    assert is_signed(SECRET, str(NOW), BODY, sign(SECRET, str(NOW), BODY), now=NOW + 1)


@pytest.mark.parametrize(
    ("secret", "timestamp", "body", "now"),
    [
        ("another-secret-here", str(NOW), BODY, NOW),
        (SECRET, str(NOW + 1), BODY, NOW),
        (SECRET, str(NOW), BODY + b" ", NOW),
        (SECRET, str(NOW), BODY, NOW + WINDOW_SECONDS + 1),
        (SECRET, str(NOW), BODY, NOW - WINDOW_SECONDS - 1),
    ],
)
def test_anything_else_is_not(secret: str, timestamp: str, body: bytes, now: int) -> None:
    signature = sign(SECRET, str(NOW), BODY)
    assert not is_signed(secret, timestamp, body, signature, now=now)


def test_without_a_secret_or_signature_nothing_is_believed() -> None:
    assert not is_signed("", str(NOW), BODY, sign("", str(NOW), BODY), now=NOW)
    assert not is_signed(SECRET, str(NOW), BODY, "", now=NOW)
    assert not is_signed(SECRET, "soon", BODY, sign(SECRET, "soon", BODY), now=NOW)
    assert not is_signed(SECRET, str(NOW), BODY, "é", now=NOW)
