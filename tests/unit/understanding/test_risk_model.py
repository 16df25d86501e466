from __future__ import annotations

from pathlib import Path

import pytest

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.risk_model import NO_RISK, RiskExample, RiskModel

RISKY = ["ik ben zwanger", "zwanger en kramp", "mijn zus is zwanger", "20 weken zwanger"]
KIDNEYS = ["mijn nieren zijn slecht", "nierziekte", "slechte nieren", "nieren en kramp"]
HARMLESS = ["waar zit magnesium in", "welke noten", "zit er gluten in", "hoeveel kost de pot"]


@pytest.fixture(scope="module")
def model(encoder: SentenceEncoder) -> RiskModel:
    examples = [
        RiskExample(text, kind, unseen=row % 2 == 1)
        for kind, texts in (("zwangerschap", RISKY), ("nierziekte", KIDNEYS), (NO_RISK, HARMLESS))
        for row, text in enumerate(texts)
    ]
    return RiskModel.fit(examples, encoder, max_false_alarms=0.25, max_overlooked=0.25)


def test_a_risk_is_suspected_in_the_message_or_a_clause(model: RiskModel) -> None:
    found = model.suspicion("ben zwanger", ())
    assert found.kind == "zwangerschap"
    assert found.probability >= model.threshold
    assert model.suspicion("welke noten zijn er", ()).probability < model.threshold
    clauses = ["welke noten zijn er", "ik ben zwanger"]
    both = model.suspicion("welke noten zijn er? ik ben zwanger", clauses)
    assert both.probability >= model.threshold


def test_only_a_message_without_any_risk_is_surely_harmless(model: RiskModel) -> None:
    assert model.suspicion("welke noten", ()).probability < model.harmless_threshold
    assert model.suspicion("ben zwanger", ()).probability > model.harmless_threshold


def test_a_saved_model_says_the_same(
    model: RiskModel, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    model.save(tmp_path)
    restored = RiskModel.load(tmp_path, encoder)
    assert restored.threshold == model.threshold
    assert restored.harmless_threshold == model.harmless_threshold
    before, after = (each.suspicion("zwanger", ()) for each in (model, restored))
    assert after.probability == pytest.approx(before.probability, abs=1e-5)
