from __future__ import annotations

from assistant.understanding.encoder import DEFAULT_FOLDER
from assistant.understanding.known_vectors import KnownVectors
from assistant.understanding.topic_model import Example
from evaluation.refining import refining_advice
from evaluation.training_data import training_examples
from tests.conftest import ROOT

# Editors add messages and the encoder stays: today's file may well be past the limit.
KNOWN = KnownVectors.load(DEFAULT_FOLDER)
EXAMPLES = [
    example
    for example in training_examples(ROOT / "data" / "nlu.yml")
    if KNOWN.get(example.text) is not None
]


def test_an_encoder_that_knows_the_messages_needs_no_refining() -> None:
    assert len(EXAMPLES) > 9000
    assert "would bring little" in refining_advice(EXAMPLES, DEFAULT_FOLDER)


def test_a_new_topic_or_many_new_messages_make_refining_pay() -> None:
    topic = [*EXAMPLES, Example("wat doet zink voor mijn haar", "zink_haar")]
    assert "1 topics: zink_haar. Refining it (`make encoder`) would pay" in refining_advice(
        topic, DEFAULT_FOLDER
    )
    many = [
        *EXAMPLES,
        *(Example(f"bericht {n} over eten", "hart") for n in range(len(EXAMPLES) // 5)),
    ]
    assert "would pay" in refining_advice(many, DEFAULT_FOLDER)
