"""Signs what goes over a webhook, in both directions."""

from __future__ import annotations

import hashlib
import hmac

SIGNATURE_HEADER = "X-Assistant-Signature"
TIMESTAMP_HEADER = "X-Assistant-Timestamp"
KEY_HEADER = "Idempotency-Key"
# A signed request that is older, or from the future, may be a recorded one.
WINDOW_SECONDS = 300


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return ``sha256=`` and the HMAC-SHA256 of timestamp, a full stop and body, in hexadecimal."""
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def is_signed(secret: str, timestamp: str, body: bytes, signature: str, *, now: float) -> bool:
    """Tell whether a request was signed with the secret, not long ago (seconds since 1970)."""
    expected = sign(secret, timestamp, body)
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        return False
    return timestamp.isdecimal() and abs(now - int(timestamp)) <= WINDOW_SECONDS
