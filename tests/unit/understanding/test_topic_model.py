from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.linear import MAX_FITTED_TOPICS
from assistant.understanding.topic_model import EncoderMismatchError, Example, TopicModel
from tests.unit.understanding.conftest import EXAMPLES


def test_it_learns(model: TopicModel) -> None:
    scored = model.score(["hoeveel neem ik er", "in welke noten zit veel"])
    assert scored.probabilities.shape == (2, 4)
    assert scored.probabilities.sum(axis=1) == pytest.approx([1, 1])
    best = [model.topics[column] for column in scored.probabilities.argmax(axis=1)]
    assert best == ["dosering", "voedingsbronnen"]


def test_scope_tells_own_from_foreign(model: TopicModel) -> None:
    own, foreign = model.score(["hoeveel mag ik nemen", "waar blijft mijn pakje nou"]).scope
    assert own > foreign


def test_a_saved_model_says_the_same(
    model: TopicModel, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    texts = [example.text for example in EXAMPLES]
    model.save(tmp_path)
    again = TopicModel.load(tmp_path, encoder)
    np.testing.assert_allclose(
        again.score(texts).probabilities, model.score(texts).probabilities, atol=1e-4
    )
    assert {path.suffix for path in tmp_path.iterdir()} == {".npz", ".json"}


def test_another_encoder_is_refused(
    model: TopicModel, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    model.save(tmp_path)
    details = tmp_path / "topic_model.json"
    content = json.loads(details.read_text())
    details.write_text(json.dumps({**content, "encoder": "another"}))
    with pytest.raises(EncoderMismatchError, match="train it again"):
        TopicModel.load(tmp_path, encoder)


def test_many_topics_are_told_apart_by_prototypes(encoder: SentenceEncoder, tmp_path: Path) -> None:
    examples = [
        Example(f"vraag over onderwerp {number} {word}", f"onderwerp_{number}")
        for number in range(MAX_FITTED_TOPICS + 5)
        for word in ("nu", "graag")
    ]
    model = TopicModel.fit(examples, encoder)
    model.save(tmp_path)
    chances = TopicModel.load(tmp_path, encoder).score(["vraag over onderwerp 77 nu"])
    assert model.topics[int(chances.probabilities[0].argmax())] == "onderwerp_77"
