"""Scores the trained assistant on the held-out messages, whole turns at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.runtime.engine import Answer, Engine
from assistant.topics import OUT_OF_SCOPE_TOPIC, REFER_TOPICS

HELD_OUT = Path("tests/data/heldout.yml")
HELD_OUT_SECOND = Path("tests/data/heldout_second.yml")
# The ten questions that the article itself puts.
TEN_QUESTIONS = (
    "symptomen_tekort", "spierkrampen", "migraine_type", "botgezondheid", "hart",
    "diabetes", "zwangerschap", "behoefte_bepalen", "voedingsbronnen", "bijwerkingen",
)  # fmt: skip
REFERRED = ("referral", "emergency")


@dataclass(frozen=True)
class HeldOut:
    """A message with its topics in the order asked and topics that are right as well."""

    text: str
    topics: tuple[str, ...]
    accepted: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass
class Score:
    """Counts over some messages."""

    messages: int = 0
    intent_right: int = 0
    topics_right: int = 0
    accepted_right: int = 0
    asked_back: int = 0

    def row(self) -> list[str]:
        """Return the score as table cells: number and shares."""
        parts = (
            self.intent_right,
            self.topics_right,
            self.accepted_right,
            self.asked_back,
        )
        return [
            str(self.messages),
            *(f"{part / max(self.messages, 1):.3f}" for part in parts),
        ]


@dataclass
class Report:
    """Scores overall, on the article's ten questions and by tag."""

    overall: Score = field(default_factory=Score)
    ten_questions: Score = field(default_factory=Score)
    by_tag: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))


def read_held_out(path: Path = HELD_OUT) -> list[HeldOut]:
    """Read the held-out messages."""
    entries: list[dict[str, Any]] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [
        HeldOut(
            entry["text"],
            tuple(entry["topics"]),
            tuple(entry.get("accepted", ())),
            tuple(entry.get("tags", ())),
        )
        for entry in entries
    ]


async def answer_all(engine: Engine, name: str, texts: Iterable[str]) -> list[Answer]:
    """Ask every text in a conversation of its own; ``name`` tells the sets apart."""
    return [await engine.ask(f"{name}-{i}", text) for i, text in enumerate(texts)]


def score(messages: Sequence[HeldOut], answers: Sequence[Answer]) -> Report:
    """Compare answers with what was expected."""
    report = Report()
    for message, answer in zip(messages, answers, strict=True):
        given = tuple(answer.topics)
        right = given == message.topics
        single = len(message.topics) == 1
        accepted = right or (
            single and bool(given) and set(given) <= {*message.topics, *message.accepted}
        )
        scores = [
            report.overall,
            *(report.by_tag[tag] for tag in message.tags or ("(no tag)",)),
        ]
        if {*message.topics} <= {*TEN_QUESTIONS}:
            scores.append(report.ten_questions)
        for part in scores:
            part.messages += 1
            part.intent_right += answer.intent in message.topics
            part.topics_right += right
            part.accepted_right += accepted
            part.asked_back += answer.kind == "clarify"
    return report


def referrals(messages: Sequence[HeldOut], answers: Sequence[Answer]) -> tuple[int, int, int, int]:
    """Return referred and all risk messages, then referred and all others."""
    pairs = [
        (bool({*message.topics} & {*REFER_TOPICS}), answer.kind in REFERRED)
        for message, answer in zip(messages, answers, strict=True)
    ]
    risky = [referred for risk, referred in pairs if risk]
    others = [referred for risk, referred in pairs if not risk]
    return sum(risky), len(risky), sum(others), len(others)


def out_of_scope(messages: Sequence[HeldOut], answers: Sequence[Answer]) -> tuple[float, float]:
    """Return the share of foreign messages refused and of our own refused wrongly."""
    refused = [OUT_OF_SCOPE_TOPIC in answer.topics for answer in answers]
    foreign = [OUT_OF_SCOPE_TOPIC in message.topics for message in messages]
    pairs = list(zip(refused, foreign, strict=True))
    recall = sum(r for r, f in pairs if f) / max(sum(foreign), 1)
    loss = sum(r for r, f in pairs if not f) / max(len(pairs) - sum(foreign), 1)
    return recall, loss
