from __future__ import annotations

import pytest

from assistant.safety.gate import SafetyGate


def kinds(gate: SafetyGate, text: str) -> set[str]:
    return {finding.risk for finding in gate.findings(text)}


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("20 weken zwanger, welke magnesium tegen kramp?", "zwangerschap"),
        ("ik geef borstvoeding", "zwangerschap"),
        ("mijn dialyse is op maandag", "nierziekte"),
        ("hoeveel voor mijn zoontje van 6", "kind"),
        ("ik heb boezemfibrilleren, mag dit", "hartklacht"),
        ("ik heb diabetes type 2", "diabetes_behandeling"),
        ("ik gebruik omeprazol", "medicatie"),
        ("I'm pregnant, is it ok?", "zwangerschap"),
        ("j'ai mal à la poitrine", "hart_en_adem"),
        ("pijn op mijn borst en ik krijg geen adem", "hart_en_adem"),
        ("mijn tong is opgezwollen", "allergie"),
        ("mijn peuter heeft het hele potje opgegeten", "vergiftiging"),
        ("ik wil niet meer leven", "zelfdoding"),
        ("als ik er niet meer ben heeft niemand last van mij", "zelfdoding"),
        ("mijn rechterhand wil sinds vanmorgen niet mee", "hart_en_adem"),
        ("onze cavia heeft een capsule gegeten", "vergiftiging"),
        ("mijn vrouw loopt op alle dagen", "zwangerschap"),
        ("hartkloppingen na de koffie", "hartklacht"),
    ],
)
def test_risks_are_found(gate: SafetyGate, text: str, risk: str) -> None:
    assert risk in kinds(gate, text)


@pytest.mark.parametrize(
    "text",
    [
        "Kan magnesium helpen bij spierkrampen?",
        "Is magnesium goed voor het hart?",
        "kan magnesium diabetes voorkomen",
        "ik ben niet zwanger en slik geen medicijnen",
        "ik gebruik het al 3 weken",
        "hartelijk dank voor uw hulp",
        "ik ga dood van de kramp",
        "ik zie het niet meer zitten met die website",
        "vrijwilliger op de ambulance, zelf moe",
        "een zwak hart voor chocola",
        "wat is HbA1c",
        "waar zit veel magnesium in",
    ],
)
def test_ordinary_questions_are_left_alone(gate: SafetyGate, text: str) -> None:
    assert kinds(gate, text) == set()


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("mijn baby huilt de hele nacht", True),
        ("mijn gynaecoloog woont hiernaast", True),
        ("de medicijnen liggen in dezelfde la", True),
        ("mijn baby van 3 maanden", False),
        ("mijn bloeddrukmedicijn", False),
        ("borstvoeding volgens de gynaecoloog", False),
    ],
)
def test_a_finding_says_whether_its_words_mostly_pass_by(
    gate: SafetyGate, text: str, passing: bool
) -> None:
    found = gate.findings(text)
    assert found
    assert all(finding.passing for finding in found) is passing


def test_emergencies_come_first(gate: SafetyGate) -> None:
    found = gate.findings("ik slik metoprolol en heb nu druk op mijn borst")
    assert found[0].emergency
    assert {finding.risk for finding in found} >= {"medicatie", "hart_en_adem"}


def test_a_risk_named_only_to_exclude_it(gate: SafetyGate) -> None:
    assert gate.excluded("ik ben niet zwanger, hoeveel mag ik") == ["zwangerschap"]
    assert gate.excluded("ik ben zwanger") == []
    assert gate.excluded("helpt het tegen kramp") == []


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("is er een voor hartpatienten zoals mijn oom", "hartklacht"),
        ("mogen diabetici dit", "diabetes_behandeling"),
        ("kga mama worde", "zwangerschap"),
        ("een halve voor een negenjarige?", "kind"),
        ("mijn oom spoelt thuis via zijn buik", "nierziekte"),
    ],
)
def test_risk_words_are_read_in_every_form(gate: SafetyGate, text: str, risk: str) -> None:
    assert risk in kinds(gate, text)


@pytest.mark.parametrize("text", ["de citraat bevalt prima", "kramp van het tuinieren"])
def test_a_form_of_another_word_is_left_alone(gate: SafetyGate, text: str) -> None:
    assert kinds(gate, text) == set()


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("mijn vrugtbaarheid is niet goed, helpt magnesium", "zwangerschap"),
        ("heb een pasemaker, welke mag", "hartklacht"),
        ("denk aan zelfmoort", "zelfdoding"),
        ("ben nierpasient sinds vorig jaar", "nierziekte"),
    ],
)
def test_misspelt_risk_words_are_read(gate: SafetyGate, text: str, risk: str) -> None:
    assert risk in kinds(gate, text)


def test_what_a_message_mentions_is_what_it_reveals_or_denies(gate: SafetyGate) -> None:
    assert gate.mentioned("ik ben niet zwanger maar slik metoprolol") == {
        "zwangerschap", "medicatie",
    }  # fmt: skip
    assert gate.mentioned("welke noten dan") == set()


@pytest.mark.parametrize(
    "text",
    [
        "ik wil voor ons kindje iets tegen die pijn",
        "hoeveel mag ons kindje krijgen",
        "wij gaan met ons kind naar de bergen, mag het magnesium",
        "wat mag een baby krijgen",
    ],
)
def test_a_child_that_is_born_stays_one(gate: SafetyGate, text: str) -> None:
    assert "kind" in {finding.risk for finding in gate.findings(text)}


@pytest.mark.parametrize(
    "text",
    [
        "wij verwachten een kindje in maart",
        "ik verwacht ons kleintje in mei",
        "we zijn bezig met een kindje",
        "we zijn bezig voor een kleintje",
        "we proberen een baby te krijgen",
        "samen een kind te maken valt niet mee",
        "er is een baby op komst",
        "kindje op komst",
    ],
)
def test_a_child_that_is_not_born_is_a_pregnancy(gate: SafetyGate, text: str) -> None:
    assert [finding.risk for finding in gate.findings(text)] == ["zwangerschap"]
