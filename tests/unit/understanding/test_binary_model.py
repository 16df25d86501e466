from __future__ import annotations

from pathlib import Path

import pytest

from assistant.understanding.binary_model import BinaryModel
from assistant.understanding.encoder import SentenceEncoder

GOING_ON = ["hoezo", "waarom dat", "zeker weten?", "en 's avonds?", "kan dat korter", "hoe dan"]
ALONE = [
    "waar zit magnesium in", "hoeveel mg per dag", "helpt het tegen kramp", "waar kan ik het kopen",
    "krijg je er diarree van", "wat is citraat",
]  # fmt: skip


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> BinaryModel:
    return BinaryModel.fit(GOING_ON, ALONE, encoder, max_wrong=0.2)


def test_half_a_question_goes_on_and_a_whole_one_does_not(model: BinaryModel) -> None:
    assert model.probability("waarom dan") > 0.5 > model.probability("waar zit het in")


def test_few_of_the_others_reach_the_threshold(model: BinaryModel) -> None:
    assert 0 < model.threshold < 1
    assert sum(model.probability(text) >= model.threshold for text in ALONE) <= 1


def test_a_saved_model_says_the_same(
    model: BinaryModel, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    model.save(tmp_path)
    restored = BinaryModel.load(tmp_path, encoder)
    assert restored.threshold == model.threshold
    before, after = (each.probability("hoezo dan") for each in (model, restored))
    assert after == pytest.approx(before, abs=1e-5)
