"""A risk that was mentioned stays until it is taken back: whole conversations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from assistant.runtime.engine import Engine
from tests.conftest import ROOT
from tests.handover.conftest import Talk

DIALOGUES: list[dict[str, Any]] = YAML(typ="safe").load(
    (ROOT / "tests/data/sticky_dialogues.yml").read_text(encoding="utf-8")
)
DOSE = re.compile(r"\d\s*(mg|milligram)", re.IGNORECASE)


def test_there_are_enough_dialogues() -> None:
    assert len(DIALOGUES) >= 40
    pauses = [turn for dialogue in DIALOGUES for turn in dialogue["turns"] if "after_pause" in turn]
    assert len(pauses) >= 10


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["name"])
async def test_dialogue(engine: Engine, dialogue: dict[str, Any]) -> None:
    talk = Talk(engine, dialogue["name"])
    for turn in dialogue["turns"]:
        if turn.get("after_pause"):
            await talk.pause()
        answer = await talk.say(turn["say"])
        text = "\n".join(message["text"] for message in answer.messages)
        said = f"{turn['say']} -> {answer.kind} {answer.topics}: {text}"
        risks = await talk.slot("risks") or []
        if "kind" in turn:
            assert answer.kind == turn["kind"], said
        if "topics" in turn:
            assert answer.topics == turn["topics"], said
        if "risks" in turn:
            assert sorted(risks) == sorted(turn["risks"]), said
        for part in turn.get("has", ()):
            assert part in text, said
        for part in turn.get("never", ()):
            assert part not in text, said
        assert not (risks and DOSE.search(text)), said
