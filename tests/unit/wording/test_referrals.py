from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.loader import load
from tests.unit.wording.conftest import Refused

ANCHORS = {
    "referrals.medicatie": "Daarom geef ik\n      hierover geen advies.",
    "referrals.kind": "Wat de bron zegt, gaat over\n      volwassenen.",
    "emergencies.allergie": "Een zwelling in het gezicht of de keel kan snel erger\n      worden.",
}


@pytest.mark.parametrize("place", ANCHORS)
@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("Neem hooguit 100 mg.", "may not name a dose"),
        ("Neem 100mg.", "may not name a dose"),
        ("Neem twee tabletten.", "may not name a dose"),
        ("Kies een lagere hoeveelheid.", "may not name a dose"),
        ("Gebruik het elke avond.", "may not give a schedule"),
        ("Neem het twee uur later.", "may not give a schedule"),
        ("Ja, dat kan.", "may not advise"),
        ("Dat mag gerust.", "may not advise"),
        ("Magnesium kan geen kwaad.", "may not advise"),
        ("Stop met uw bloedverdunner.", "to change or stop a medicine"),
        ("Sla uw pil vandaag over.", "to change or stop a medicine"),
    ],
)
def test_what_advises_is_refused(refused: Refused, place: str, sentence: str, message: str) -> None:
    old = ANCHORS[place]
    refused("safety.yml", old, f"{sentence} {old}", f"{place}.text", message)


def test_an_answer_after_a_risk_may_not_name_a_dose(refused: Refused) -> None:
    refused(
        "magnesium.yml", "Daarmee komt u met gewoon eten al een heel eind.",
        "Het etiket noemt {limit.claim_minimum}.",
        "topics.voedingsbronnen.variants.0", "may not name a dose",
    )  # fmt: skip


def test_saying_not_to_stop_is_no_advice_to_stop(
    knowledge_copy: Path, edit: Callable[[str, str, str], int]
) -> None:
    edit("safety.yml", "Verander\n      zelf niets aan", "Stop niet\n      zelf met")
    assert "Stop niet" in load(knowledge_copy).safety.referrals["medicatie"].text
