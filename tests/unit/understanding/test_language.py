from __future__ import annotations

from pathlib import Path

import pytest

from assistant.understanding.language import foreign_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Does magnesium help against cramps?", "en"),
        ("how much should I take per day", "en"),
        ("Hilft Magnesium gegen Krämpfe?", "de"),
        ("est-ce que le magnésium aide contre les crampes", "fr"),
        ("helpt magnesium tegen kramp", None),
        ("welke is best voor migraine pls", None),
        ("ik heb last van restless legs, any tips?", None),
        ("magnesium citrate", None),
        ("bij het eten of ene per keer", None),
        ("per reep, twee stuks", None),
        ("", None),
        ("waar zit het in", None),
    ],
)
def test_only_clearly_foreign_messages(text: str, language: str | None) -> None:
    assert foreign_language(text) == language


def test_dutch_training_messages_are_dutch() -> None:
    from ruamel.yaml import YAML

    content = YAML(typ="safe").load(Path("data/nlu.yml").read_text(encoding="utf-8"))
    messages = [line[2:] for entry in content["nlu"] for line in entry["examples"].splitlines()]
    foreign = [message for message in messages if foreign_language(message)]
    # Some of them are wholly English on purpose.
    assert len(foreign) / len(messages) < 0.012
