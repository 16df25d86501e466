"""Plays whole conversations with the trained assistant and compares every reply."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.runtime.engine import Answer, Engine
from assistant.topics import OUT_OF_SCOPE_TOPIC

HELD_OUT_DIALOGUES = Path("tests/data/heldout_dialogues.yml")
_KINDS = {
    "answer": "answer",
    "refer": "referral",
    "emergency": "emergency",
    "talk": "smalltalk",
    "handover": "handover",
    "out_of_scope": "fallback",
    "ask_back": "clarify",
}


@dataclass
class DialogueScore:
    """Turns and those that were right, overall and by tag; ``wrong`` describes the others."""

    turns: int = 0
    right: int = 0
    dialogues: int = 0
    dialogues_right: int = 0
    by_tag: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    wrong: list[str] = field(default_factory=list)


async def score_dialogues(engine: Engine, path: Path = HELD_OUT_DIALOGUES) -> DialogueScore:
    """Play every dialogue of a file in a conversation of its own."""
    score = DialogueScore()
    dialogues: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    for number, dialogue in enumerate(dialogues):
        all_right = True
        buttons: list[str] = []
        for turn in dialogue["turns"]:
            expected = dict(turn)
            picked = turn.get("button") or turn.get("press")
            if picked:
                topic = buttons[picked - 1].lstrip("/") if picked <= len(buttons) else ""
                expected = {"topics": [topic]}
            text = turn["say"] if "say" in turn else buttons[turn["press"] - 1]
            answer = await engine.ask(f"{path.stem}-{number}", text)
            right = is_right(expected, answer)
            buttons = [b["payload"] for said in answer.messages for b in said["buttons"]]
            all_right &= right
            score.turns += 1
            score.right += right
            for tag in dialogue.get("tags") or ("(no tag)",):
                score.by_tag[tag][0] += 1
                score.by_tag[tag][1] += right
            if not right:
                wanted = f"{expected.get('kind', 'answer')} {expected.get('topics')}"
                score.wrong.append(f"{text} | {wanted} | {answer.kind} {answer.topics}")
        score.dialogues += 1
        score.dialogues_right += all_right
    return score


def is_right(expected: dict[str, Any], answer: Answer) -> bool:
    """Tell whether a reply is of the kind and about the topics that were expected.

    Small talk and handing over have no topic that matters; a button may lead to any kind.
    """
    kind = expected.get("kind")
    topics = expected.get("topics") or []
    if kind == "out_of_scope" or topics == [OUT_OF_SCOPE_TOPIC]:
        return answer.topics == [OUT_OF_SCOPE_TOPIC]
    if kind in ("talk", "handover", "ask_back", "emergency"):
        same = answer.kind == _KINDS[kind] and (
            not topics or kind != "talk" or answer.topics == topics
        )
        return same or answer.topics in (expected.get("accepted") or [])
    kinds = ("answer", "referral") if kind is None else (_KINDS[kind],)
    lists = [topics, *(expected.get("accepted") or [])]
    return answer.kind in kinds and answer.topics in lists
