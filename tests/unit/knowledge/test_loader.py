from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.loader import CLAIMS_VARIABLE, load
from assistant.knowledge.problems import KnowledgeError, Problem

Edit = Callable[[str, str, str], int]


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        load(folder)
    return caught.value.problems


@pytest.mark.parametrize("claims", ["article", "authorised"])
def test_the_shipped_knowledge_is_right(claims: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLAIMS_VARIABLE, claims)
    assert load().claims == claims


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "message", "fix"),
    [
        (
            "magnesium.yml", "answer_short: >-", "answer_shrot: >-",
            "topics.symptomen_tekort.answer_shrot", "unknown key", "answer_short",
        ),
        (
            "magnesium.yml", "unit: mg/day", "unit: gram/day",
            "topics.spierkrampen.facts.doses.cramps.unit", "gram/day", "mg/day",
        ),
        (
            "magnesium.yml", "followups: [behoefte_bepalen, oorzaken_tekort",
            "followups: [behoefte_bepaln, oorzaken_tekort",
            "topics.symptomen_tekort.followups.0", "unknown topic", "behoefte_bepalen",
        ),
        (
            "magnesium.yml", 'section: "2"', 'section: "9"',
            "topics.spierkrampen.section", "section '9' doesn't exist", "use one of",
        ),
        (
            "magnesium.yml", "Magnesium helpt spieren om te ontspannen;",
            "Bij 85% van de mensen helpt magnesium;",
            "topics.spierkrampen.answer", "the number 85", "facts",
        ),
        (
            "magnesium.yml", "In het artikel staat\n      {dose.cramps}. {limit_warning}",
            "In het artikel staat\n      {dose.cramps}.",
            "topics.spierkrampen.answer", "without its warning", "{limit_warning}",
        ),
        (
            "magnesium.yml", "Veel magnesium zit in {list.foods}.",
            "Veel magnesium zit in {list.food}.",
            "topics.voedingsbronnen.answer", "unknown placeholder 'list.food'", "list.foods",
        ),
        (
            "magnesium.yml", "Bij een tekort aan magnesium worden vaak",
            "Magnesium geneest u. Bij een tekort aan magnesium worden vaak",
            "topics.symptomen_tekort.answer", "'geneest' is a claim", "kan bijdragen",
        ),
        (
            "magnesium.yml", "Klopt uw hart vaak onregelmatig?", "Klopt je hart onregelmatig?",
            "topics.symptomen_tekort.answer", "'je' isn't the u-form", "'u'",
        ),
        (
            "magnesium.yml", "Vaak genoemd: {list.symptoms}.",
            "Vaak genoemd: {list.symptoms}. " + "Dat is zo. " * 40,
            "topics.symptomen_tekort.answer_short", "too long", "at most 80",
        ),
        (
            "magnesium.yml", "{evidence} In het artikel", "In het artikel",
            "topics.spierkrampen.answer", "evidence clause is not in the answer", "{evidence}",
        ),
        (
            "safety.yml", "Daarom geef ik\n      hierover geen advies.",
            "Neem hooguit 100 mg.",
            "referrals.medicatie.text", "may not name a dose", "leave the amount out",
        ),
        (
            "safety.yml", "Bel nu {number.ambulance}. Dat is",
            "Bel nu een arts. Dat is",
            "emergencies.hart_en_adem.text", "112 is not named", "{number.ambulance}",
        ),
        (
            "shop.yml", "country: [NL, BE]", "country: [NL, DE]",
            "emergency_numbers.0.country.1", "DE", "NL, BE",
        ),
        (
            "follow_ups.yml", "meant: oorzaken_tekort", "meant: oorzaken_tekrot",
            "carry_over.0.meant", "unknown topic", "oorzaken_tekort",
        ),
        (
            "follow_ups.yml", '  - "niet nodig"', '  - "niet (nodig"',
            "no.4", "brackets don't match", "use words",
        ),
        (
            "follow_ups.yml", '"(ok|oke|okee|okay|oki|prima|goed|fijn|best) (dan|', '"(ok (dan|',
            "thanks.1", "brackets don't match", "use words",
        ),
        (
            "follow_ups.yml", 'not_this: "(niet|', 'not_this: "((niet|',
            "not_this", "brackets don't match", "use words",
        ),
        (
            "risks.yml", '      - "(ben|is|vandaag', '      - "zwang(er (ben|is|vandaag',
            "kinds.zwangerschap.patterns.0", "zwang", "use words",
        ),
        (
            "talk.yml", "followups: [mens_spreken]", "followups: [mens_spraken]",
            "bot_uitdaging.followups.0", "unknown topic", "mens_spreken",
        ),
        (
            "web.yml", "topic: spierkrampen", "topic: spierkramp",
            "welcome.suggestions.0", "unknown topic", "spierkrampen",
        ),
        (
            "web.yml", "question: Hoe merk ik een tekort?", "question: Hoe merk je een tekort?",
            "welcome.suggestions.1.question", "'je' isn't the u-form", "'u'",
        ),
    ],
)  # fmt: skip
def test_an_error_names_file_field_and_fix(
    knowledge_copy: Path, edit: Edit, name: str, old: str, new: str, field: str,
    message: str, fix: str,
) -> None:  # fmt: skip
    line = edit(name, old, new)
    found = [problem for problem in problems_of(knowledge_copy) if problem.field == field]
    assert found, [str(problem) for problem in problems_of(knowledge_copy)]
    assert found[0].file == f"knowledge/{name}"
    assert message in found[0].message
    assert fix in found[0].fix
    # A block text's error stands at its key, at most a few lines above the edit.
    assert line - 12 <= found[0].line <= line


def test_a_missing_source_is_an_error(knowledge_copy: Path, edit: Edit) -> None:
    line = edit("magnesium.yml", '    section: "4"\n', "")
    found = {problem.field: problem for problem in problems_of(knowledge_copy)}
    problem = found["topics.botgezondheid.section"]
    assert "is missing" in problem.message
    assert abs(problem.line - line) <= 5


def test_broken_yaml_names_the_line(knowledge_copy: Path, edit: Edit) -> None:
    line = edit("shop.yml", "name: Topvitamine", "name: [Topvitamine")
    problem = problems_of(knowledge_copy)[0]
    assert problem.file == "knowledge/shop.yml"
    assert line <= problem.line <= line + 3


def test_a_missing_file_is_an_error(knowledge_copy: Path) -> None:
    (knowledge_copy / "shop.yml").unlink()
    assert problems_of(knowledge_copy)[0].file == "knowledge/shop.yml"


def test_an_unknown_claims_mode_is_an_error(
    knowledge_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CLAIMS_VARIABLE, "authorized")
    assert "authorised" in problems_of(knowledge_copy)[0].fix


def test_two_articles_may_not_share_a_topic(knowledge_copy: Path) -> None:
    text = (knowledge_copy / "magnesium.yml").read_text(encoding="utf-8")
    (knowledge_copy / "zink.yml").write_text(text, encoding="utf-8")
    assert any("topic id is also in" in problem.message for problem in problems_of(knowledge_copy))
