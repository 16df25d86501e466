"""Tells whether a webhook really comes from the messenger. All comparisons take constant time."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

_META_PREFIX = "sha256="


def same(given: str | None, expected: str) -> bool:
    """Compare a secret with what was given."""
    # The server hands on header fields that aren't UTF-8 as halves of surrogate pairs.
    found = (given or "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(found, expected.encode())


def meta_signed(body: bytes, header: str | None, app_secret: str) -> bool:
    """Check ``X-Hub-Signature-256``: the HMAC-SHA256 of the raw body."""
    digest = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return same(header, f"{_META_PREFIX}{digest}")


def twilio_signed(body: bytes, header: str | None, url: str, auth_token: str) -> bool:
    """Check ``X-Twilio-Signature``: over the address that Twilio called and the form's fields.

    ``url`` is the public address, which behind a proxy isn't the one that the server sees.
    """
    fields = twilio_form(body)
    if fields is None or not header:
        return False
    return bool(RequestValidator(auth_token).validate(url, fields, header))


def twilio_form(body: bytes) -> dict[str, str] | None:
    """Return a form's fields; None for what isn't a form or names a field twice."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=True, errors="strict"
        )
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if len(fields) == len(pairs) else None
