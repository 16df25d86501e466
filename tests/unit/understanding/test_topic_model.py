from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.understanding.reading import read
from assistant.understanding.topic_model import Example, TopicModel, TopicModelSettings

EXAMPLES = [
    Example(f"{text} {extra}", (text,), topic)
    for extra in ("", "graag", "aub", "zeg")
    for text, topic in (
        ("hoeveel mag ik nemen", "dosering"),
        ("waar zit het in", "voedingsbronnen"),
        ("hallo daar", "begroeting"),
    )
]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return TopicModel.fit(EXAMPLES)


def test_it_learns(model: TopicModel) -> None:
    probabilities = model.probabilities([Example("hoeveel neem ik", ("hoeveel",))])
    assert probabilities.shape == (1, 3)
    assert probabilities.sum() == pytest.approx(1)
    assert model.topics[int(probabilities.argmax())] == "dosering"


@pytest.mark.parametrize("lemmas", [True, False])
def test_a_saved_model_says_the_same(lemmas: bool, tmp_path: Path) -> None:
    model = TopicModel.fit(EXAMPLES, TopicModelSettings(lemmas=lemmas))
    model.save(tmp_path)
    again = TopicModel.load(tmp_path)
    np.testing.assert_allclose(
        again.probabilities(EXAMPLES), model.probabilities(EXAMPLES), atol=1e-5
    )
    assert {path.suffix for path in tmp_path.iterdir()} == {".npz", ".json"}


def test_a_greeting_gives_way_to_a_question(model: TopicModel) -> None:
    clauses = [Example("hallo daar"), Example("waar zit het in?")]
    reading = read(model, Example("hallo daar. waar zit het in?"), clauses)
    assert reading.ranking[0][0] == "voedingsbronnen"
    assert reading.topics == ["voedingsbronnen"]


def test_two_questions_give_two_topics_in_order(model: TopicModel) -> None:
    clauses = [Example("waar zit het in?"), Example("hoeveel mag ik nemen?")]
    whole = Example("waar zit het in? hoeveel mag ik nemen?")
    assert read(model, whole, clauses).topics == ["voedingsbronnen", "dosering"]
