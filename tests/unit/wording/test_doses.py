from __future__ import annotations

import pytest

from assistant.wording.doses import amounts_mg
from tests.unit.wording.conftest import Refused


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("200–400 mg per dag", [200, 400]),
        ("200 tot 400 milligram", [200, 400]),
        ("350mg", [350]),
        ("0,5 gram", [500]),
        ("1.000 mg en 1,5 g", [1000, 1500]),
        ("56,25 mg", [56.25]),
        ("50 mcg, 12 weken, 300 processen, 40 graden", []),
    ],
)
def test_amounts_are_read_in_milligrams(text: str, amounts: list[float]) -> None:
    assert amounts_mg(text) == amounts


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        # 200-400: only the upper end of the range is above the limit.
        (
            "In het artikel staat\n      {dose.cramps}. {limit_warning}",
            "In het artikel staat\n      {dose.cramps}.",
            "topics.spierkrampen.answer",
        ),
        (
            "aanvallen, met {dose.study}. {evidence}\n      {limit_warning}",
            "aanvallen, met {dose.study}. {evidence}",
            "topics.migraine_werking.answer",
        ),
        # A total that doesn't say so reads as a supplement dose.
        (
            "{dose.men}, voeding meegeteld.", "{dose.men}.", "topics.botgezondheid.answer",
        ),
        (
            "staat {limit.label_reference} als referentie. Verdeel het supplement over de dag\n"
            "      als het etiket dat zegt. {limit_warning}",
            "staat {limit.label_reference} als referentie.",
            "topics.dosering.answer_authorised",
        ),
    ],
)  # fmt: skip
def test_a_dose_above_the_limit_needs_its_warning(
    refused: Refused, old: str, new: str, field: str
) -> None:
    problem = refused("magnesium.yml", old, new, field, "above 250 mg without its warning")
    assert "{limit_warning}" in problem.fix


def test_a_supplement_dose_cant_pass_as_a_total(refused: Refused) -> None:
    refused(
        "magnesium.yml", "{dose.cramps}. {limit_warning}", "{dose.cramps}, eten meegeteld.",
        "topics.spierkrampen.answer", "above 250 mg without its warning",
    )  # fmt: skip
