from __future__ import annotations

import pytest
from spacy.tokens import Doc

from assistant.knowledge.loader import Knowledge
from assistant.safety.gate import SafetyGate


@pytest.mark.parametrize(
    "text",
    [
        "Ik heb geen nierproblemen en ook geen hartklachten.",
        "ik gebruik geen bloedverdunners",
        "ik neem nooit antibiotica",
        "ik ben niet hartpatient",
        "ik slik geen metoprolol of andere medicijnen, hoeveel mag ik",
        "ik heb nooit hartkloppingen",
        "ik heb geen last van hartkloppingen",
        "ik slik geen pillen tegen hoge bloeddruk",
        "ik gebruik verder geen metformine",
        "we hebben geen baby of kleuter in huis",
        "ik slik niks",
        "is magnesium een medicijn?",
        "mijn pakket met vitamines",
        "de bittere pil",
        "drachtige merrie",
    ],
)
def test_what_is_denied_is_no_risk(gate: SafetyGate, text: str) -> None:
    assert gate.findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "toen ik 20 jaar geleden zwanger was",
        "In 1994 ben ik bevallen van mijn laatste. Nu ben ik 61, welke voeding helpt?",
        "Zwanger was ik voor het laatst in 1988, hoeveel mg is gewoon?",
        "Als puber, nu 30 jaar terug, had ik groeipijnen.",
        "als kind had ik altijd groeipijn, nu ben ik 45 en heb ik stijve kuiten",
        "ooit een keer antibiotica gehad in 1998 verder nooit iets",
    ],
)
def test_what_is_long_past_is_no_risk(gate: SafetyGate, text: str) -> None:
    assert gate.findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "ik ben niet alleen zwanger maar ook moe",
        "niet zwanger maar geef borstvoeding",
        "ik ben nog niet zwanger, hoeveel mag ik",
        "geen idee of het kan met mijn bloeddrukpillen",
        "ik wil mijn pillen niet vergeten",
        "ik weet niet of ik zwanger ben",
        "ik ben niet bang, wel zwanger",
        "mijn man slikt geen bloedverdunners, ik wel",
        "mijn man slikt geen medicijnen, ik wel",
        "ik slik geen medicijnen behalve metoprolol",
        "geen medicijnen, alleen een pilletje voor de druk",
        "ik slik geen metoprolol meer sinds gisteren",
        "geen metoprolol maar bisoprolol",
        "ik kan niet zonder mijn puffer",
        "ik mag geen ibuprofen van de dokter",
        "ik slik metoprolol niet op een nuchtere maag",
        "ik slik niet elke dag mijn bloedverdunner",
        "ik neem niet meer dan 2 metoprolol",
        "ik heb geen last van mijn bloeddrukpillen, mag magnesium erbij",
        "ik drink geen alcohol want ik ben zwanger",
        "mijn zoontje slaapt niet",
        "mijn kind wil geen pillen slikken",
    ],
)
def test_in_doubt_the_risk_stays(gate: SafetyGate, text: str) -> None:
    assert gate.findings(text)


@pytest.mark.parametrize(
    "text",
    [
        "mijn vrouw was 3 jaar geleden zwanger en nu weer",
        "5 jaar geleden een niertransplantatie gehad",
        "twee jaar geleden een hartinfarct gehad",
        "in 2009 kreeg ik bloedverdunners",
        "ik heb 10 jaar geleden diabetes gekregen",
        "mijn puber had als kind groeipijnen",
        "ik was vergeten te zeggen dat ik zwanger ben",
    ],
)
def test_what_may_last_stays(gate: SafetyGate, text: str) -> None:
    assert gate.findings(text)


DENIED = "ik gebruik geen bloedverdunners"


def test_without_a_parse_nothing_is_ruled_out(knowledge: Knowledge) -> None:
    def fail(sentence: str) -> Doc:
        raise RuntimeError(sentence)

    assert SafetyGate(knowledge).findings("we hebben geen kleuter in huis") == []
    assert SafetyGate(knowledge, parse=fail).findings("we hebben geen kleuter in huis")


def test_only_a_message_that_denies_or_dates_a_risk_is_parsed(knowledge: Knowledge) -> None:
    def fail(sentence: str) -> Doc:
        raise AssertionError("parsed")

    gate = SafetyGate(knowledge, parse=fail)
    assert gate.findings("ik slik metoprolol, hoeveel mag ik")
    assert gate.findings("ik neem geen melk. ik ben zwanger, hoeveel mag ik")


def test_a_denied_risk_is_reported_as_excluded(gate: SafetyGate) -> None:
    assert gate.excluded("we hebben geen kleuter in huis") == ["kind"]
    assert gate.excluded("ik slik geen metoprolol") == ["medicatie"]
