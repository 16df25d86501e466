"""The messages that the assistant trains on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.topics import MIXED_TOPICS, REFER_TOPICS
from assistant.understanding.risk_model import NO_RISK

DATA = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class Lesson:
    """A message with what is known of it: its topic, its risk (a kind or "geen"), or both."""

    text: str
    topic: str | None
    risk: str | None


def messages_of_topics() -> Iterator[tuple[str, str]]:
    """Yield (topic, message) of ``data/nlu.yml``."""
    for entry in _read("nlu.yml")["nlu"]:
        for line in entry["examples"].splitlines():
            yield entry["intent"], line.removeprefix("- ")


def lessons() -> Iterator[Lesson]:
    """Yield what the encoder is refined on: the topics, and the risks of ``data/risks.yml``.

    Own complaints of heart and diabetes stand under their topics beside general questions:
    of those no risk is known here.
    """
    risks = {text: kind for kind, text in _by_heading("risks.yml")}
    for topic, text in messages_of_topics():
        if topic in REFER_TOPICS:
            risk: str | None = topic
        else:
            risk = None if topic in MIXED_TOPICS else NO_RISK
        yield Lesson(text, topic, risks.pop(text, risk))
    for text, kind in risks.items():
        yield Lesson(text, None, kind)


def all_texts() -> list[str]:
    """Return every training message once, also those that the encoder never sees."""
    several = _read("several_questions.yml")["nlu"]
    return list(
        dict.fromkeys(
            [
                *(text for _, text in messages_of_topics()),
                *(example["text"].strip() for entry in several for example in entry["examples"]),
                *(text for _, text in _by_heading("risks.yml")),
                *(text for _, text in _by_heading("continuations.yml")),
                *(text for _, text in _by_heading("taken_back.yml")),
            ]
        )
    )


def _by_heading(name: str) -> Iterator[tuple[str, str]]:
    for heading, lines in _read(name).items():
        for line in lines.splitlines():
            yield heading, line.removeprefix("- ")


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
