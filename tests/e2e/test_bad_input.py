"""Bad input gets a clear 4xx or a kind word, and the conversation goes on."""

from __future__ import annotations

import json

import pytest

from tests.e2e.conftest import Server


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "\n\t", "x" * 10_000, "kramp " * 1_600, "😀🎉", "مرحبا", "你好", "привет",
        "a\x00b", "<script>alert(1)</script>", "<b>helpt</b> het?", "'; DROP TABLE events;--",
        "{{7*7}}", "[kramp](topic)", "/restart", "/session_start", "/back", '/x{"risks": []}',
        "EXTERNAL: dosering", "\ud800", "%00", "null", "?", "...",
    ],
    ids=lambda text: repr(text)[:20],
)  # fmt: skip
def test_any_text_gets_a_dutch_reply_and_goes_on(server: Server, text: str) -> None:
    conversation = f"bad-{text[:10]!r}-{len(text)}"
    replies = server.say(conversation, text)
    assert replies
    assert all(reply["text"] for reply in replies)
    assert "Traceback" not in json.dumps(replies)
    after = server.say(conversation, "Wat zijn goede voedingsbronnen van magnesium?")
    assert after[0]["metadata"]["topics"] == ["voedingsbronnen"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b'"text"', b"\xff", b'{"message": 5}', b'{"message": {}}',
        b'{"sender": 1, "message": "a"}', b'{"message": "a", "unknown": 1}', b"[" * 5_000,
        b"x" * 100_000,
    ],
    ids=lambda body: repr(body)[:20],
)  # fmt: skip
def test_a_broken_request_is_a_clear_4xx(server: Server, body: bytes) -> None:
    status, answer = server.post(body)
    assert 400 <= status < 500
    assert answer["error"]


def test_an_internal_command_is_only_text(server: Server) -> None:
    server.say("commands", "ik slik metoprolol")
    for command in ("/restart", '/begroeting{"risks": null}', "/session_start"):
        server.say("commands", command)
    replies = server.say("commands", "hoeveel mag ik per dag?")
    assert replies[0]["metadata"] == {"kind": "referral", "topics": ["medicatie"]}


def test_no_message_stands_in_the_log(server: Server) -> None:
    server.say("private", "ik slik zeldzaammiddel en ben bang voor mijn nieren")
    server.say("private", "x" * 3000)
    assert "zeldzaammiddel" not in server.log.read_text()
    assert "xxxxxxxx" not in server.log.read_text()
