from __future__ import annotations

from pathlib import Path

import pytest

from assistant.understanding.continuation_model import ContinuationModel
from assistant.understanding.encoder import SentenceEncoder

GOING_ON = ["hoezo", "waarom dat", "zeker weten?", "en 's avonds?", "kan dat korter", "hoe dan"]
ALONE = [
    "waar zit magnesium in", "hoeveel mg per dag", "helpt het tegen kramp", "waar kan ik het kopen",
    "krijg je er diarree van", "wat is citraat",
]  # fmt: skip


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> ContinuationModel:
    return ContinuationModel.fit(GOING_ON, ALONE, encoder)


def test_half_a_question_goes_on_and_a_whole_one_does_not(model: ContinuationModel) -> None:
    assert model.probability("waarom dan") > 0.5 > model.probability("waar zit het in")


def test_a_saved_model_says_the_same(
    model: ContinuationModel, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    model.save(tmp_path)
    restored = ContinuationModel.load(tmp_path, encoder)
    before, after = (each.probability("hoezo dan") for each in (model, restored))
    assert after == pytest.approx(before, abs=1e-5)
