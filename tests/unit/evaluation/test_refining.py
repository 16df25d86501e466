from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.understanding.topic_model import Example
from evaluation.refining import refining_advice

EXAMPLES = [Example(f"bericht {number} over eten", "hart") for number in range(1000)]
RISKS = [f"bericht {number} over een risico" for number in range(500)]


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A tenth of the messages is held back: some 1,350 are left to refine on."""
    record = {"refined_on_messages": 1350, "refined_on_topics": ["hart"]}
    (tmp_path / "build.json").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path


def test_an_encoder_that_was_refined_on_as_many_messages_needs_no_refining(encoder: Path) -> None:
    assert "would bring little" in refining_advice(EXAMPLES, RISKS, encoder)


def test_a_new_topic_makes_refining_pay(encoder: Path) -> None:
    examples = [*EXAMPLES, Example("wat doet zink voor mijn haar", "zink_haar")]
    assert "1 topics: zink_haar. Refining it (`make encoder`) would pay" in refining_advice(
        examples, RISKS, encoder
    )


def test_many_new_messages_make_refining_pay_whatever_file_they_are_in(encoder: Path) -> None:
    more = [f"nog een bericht {number}" for number in range(400)]
    assert "would pay" in refining_advice(EXAMPLES, [*RISKS, *more], encoder)
