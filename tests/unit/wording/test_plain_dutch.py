from __future__ import annotations

import pytest

from tests.unit.wording.conftest import Refused


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "message"),
    [
        (
            "magnesium.yml", "Hoort u erbij?\n      Bespreek dan met uw",
            "Hoor jij erbij?\n      Bespreek dan met uw",
            "topics.risicogroepen.answer", "'jij' isn't the u-form",
        ),
        (
            "talk.yml", "Wat wilt u weten?", "Wat wilde gij weten?",
            "begroeting.text", "'gij' isn't the u-form",
        ),
        (
            "shop.yml", "kind: de huisarts", "kind: jullie huisarts",
            "professionals.kind", "'jullie' isn't the u-form",
        ),
        (
            "magnesium.yml", "Prijzen en voorraad staan bij\n      het product zelf.\n"
            "    answer_short",
            "Prijzen en voorraad staan niet hier, want die staan op de pagina van het product\n"
            "      zelf, waar u ook alle andere dingen kunt vinden.\n    answer_short",
            "topics.producten.answer", "a sentence has 24 words",
        ),
        (
            "talk.yml",
            "text: Graag gedaan. Heeft u nog een vraag over magnesium? Stel die gerust.",
            "text: Graag gedaan en als u nog een vraag heeft over magnesium, stel die dan gerust. "
            "Ik hoor het graag van u wanneer u daar verder over wilt praten.",
            "bedankt.text", "words on average",
        ),
        (
            "magnesium.yml", "In bewerkt eten zit vaak weinig.",
            "Raadpleeg uw huisarts.", "topics.voedingsbronnen.answer",
            "'raadpleeg' is a difficult word",
        ),
        (
            "magnesium.yml", "Vaak genoemd: {list.symptoms}.",
            "Vaak genoemd: {list.symptoms}. " + "Dat is zo. " * 25,
            "topics.symptomen_tekort.answer_short", "too long",
        ),
    ],
)  # fmt: skip
def test_what_isnt_plain_dutch_is_refused(
    refused: Refused, name: str, old: str, new: str, field: str, message: str
) -> None:
    refused(name, old, new, field, message)


def test_the_plain_word_is_suggested(refused: Refused) -> None:
    problem = refused(
        "talk.yml", "text: Tot ziens, en", "text: Tevens tot ziens, en", "afscheid.text", "'tevens'"
    )
    assert problem.fix == "write ook"
