"""Conversations over real HTTP: kind, topics and facts of every reply."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from assistant.replies.reply import gravest
from tests.conftest import ROOT
from tests.e2e.conftest import Server

CONVERSATIONS: list[dict[str, Any]] = YAML(typ="safe").load(
    (ROOT / "tests/data/conversations.yml").read_text(encoding="utf-8")
)
DOSE = re.compile(r"\d\s*mg")


def replied(server: Server, name: str, turn: dict[str, Any]) -> tuple[str, str, list[str]]:
    replies = server.say(name, turn["say"])
    text = "\n".join(reply["text"] for reply in replies)
    kind = gravest(reply["metadata"]["kind"] for reply in replies)
    topics = [topic for reply in replies for topic in reply["metadata"]["topics"]]
    return text, str(kind), list(dict.fromkeys(topics))


def test_there_are_enough_conversations() -> None:
    turns = [turn for conversation in CONVERSATIONS for turn in conversation["turns"]]
    assert len(CONVERSATIONS) >= 30
    assert sum("known_miss" in turn for turn in turns) / len(turns) <= 0.05


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["name"])
def test_conversation(server: Server, conversation: dict[str, Any]) -> None:
    for turn in conversation["turns"]:
        text, kind, topics = replied(server, conversation["name"], turn)
        if turn.get("known_miss"):
            continue
        assert (kind, topics) == (turn["kind"], turn.get("topics", [])), turn["say"]
        for fact in turn.get("facts", ()):
            assert fact.lower() in text.lower(), turn["say"]
        for never in turn.get("never", ()):
            assert never.lower() not in text.lower(), turn["say"]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda c: c["name"])
def test_conversation_with_authorised_claims(
    authorised_server: Server, conversation: dict[str, Any]
) -> None:
    for turn in conversation["turns"]:
        text, kind, topics = replied(authorised_server, conversation["name"], turn)
        if turn.get("known_miss"):
            continue
        assert (kind, topics) == (turn["kind"], turn.get("topics", [])), turn["say"]
        assert "onderzoek wijst" not in text.lower()
        if kind in ("referral", "emergency"):
            assert not DOSE.search(text)
