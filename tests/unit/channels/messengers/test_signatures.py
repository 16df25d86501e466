from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from assistant.channels.messengers.signatures import meta_signed, same, twilio_form, twilio_signed

URL = "https://winkel.example/webhooks/twilio/webhook"


def test_meta() -> None:
    # The example of RFC 4231, test case 2.
    body, key = b"what do ya want for nothing?", "Jefe"
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert meta_signed(body, f"sha256={digest}", key)
    assert not meta_signed(body + b" ", f"sha256={digest}", key)
    assert not meta_signed(body, digest, key)
    sha1 = hmac.new(key.encode(), body, hashlib.sha1).hexdigest()
    assert not meta_signed(body, f"sha1={sha1}", key)


@pytest.mark.parametrize(
    "header", [None, "", "sha256=", "é", "\udcff", "sha256=" + "0" * 64, "x" * 10_000]
)
def test_nothing_else_passes(header: str | None) -> None:
    assert not meta_signed(b"body", header, "secret")
    assert not twilio_signed(b"a=b", header, URL, "token")
    assert not same(header, "the secret")


def test_twilio_signs_address_and_fields() -> None:
    fields = {"Body": "Ik slik é & meer", "From": "whatsapp:+31612345678", "NumMedia": ""}
    body = urlencode(fields).encode()
    signature = RequestValidator("token").compute_signature(URL, fields)
    assert twilio_signed(body, signature, URL, "token")
    assert not twilio_signed(body, signature, URL.replace("https", "http"), "token")
    assert not twilio_signed(body, signature, URL + "?a=b", "token")
    assert not twilio_signed(body + b"&x=y", signature, URL, "token")
    assert not twilio_signed(body, signature, URL, "other")


@given(st.binary(max_size=200))
def test_no_body_raises(body: bytes) -> None:
    form = twilio_form(body)
    assert form is None or isinstance(form, dict)
    assert not twilio_signed(body, "signature", URL, "token")


def test_a_field_that_comes_twice_is_no_form() -> None:
    assert twilio_form(b"a=1&a=2") is None
    assert twilio_form(b"a=&b=2") == {"a": "", "b": "2"}
