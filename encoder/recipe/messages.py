"""The messages that the assistant trains on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"


def messages_of_topics() -> Iterator[tuple[str, str]]:
    """Yield (topic, message) of ``data/nlu.yml``: what the encoder is refined on."""
    for entry in _read("nlu.yml")["nlu"]:
        for line in entry["examples"].splitlines():
            yield entry["intent"], line.removeprefix("- ")


def all_texts() -> list[str]:
    """Return every training message once, also those that the encoder never sees."""
    several = _read("several_questions.yml")["nlu"]
    return list(
        dict.fromkeys(
            [
                *(text for _, text in messages_of_topics()),
                *(example["text"].strip() for entry in several for example in entry["examples"]),
                *(
                    line.removeprefix("- ")
                    for lines in _read("risks.yml").values()
                    for line in lines.splitlines()
                ),
            ]
        )
    )


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
