from __future__ import annotations

from dataclasses import replace

import pytest
from ruamel.yaml import YAML

from assistant.topics import RISK_KINDS
from assistant.understanding.context import Context
from assistant.understanding.follow_up import Act, FollowUp, FollowUpReader
from tests.conftest import ROOT

UNSURE = [("buiten_bereik", 0.3), ("dosering", 0.2), ("spierkrampen", 0.1)]
AFTER_CRAMPS = Context(focus=("spierkrampen",), buttons=("dosering", "vormen", "bijwerkingen"))
AFTER_REFERRAL = Context(
    focus=("medicatie",), buttons=("mens_spreken", "voedingsbronnen"), person_offered=True,
    risks=("medicatie",),
)  # fmt: skip
AFTER_ANYTHING = replace(AFTER_REFERRAL, risks=RISK_KINDS)


def act(found: FollowUp | None) -> Act | None:
    return found.act if found else None


def topics(found: FollowUp | None) -> tuple[str, ...]:
    assert found is not None
    return found.topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("2", "vormen"),
        ("de tweede graag", "vormen"),
        ("doe de eerste maar", "dosering"),
        ("die laatste", "bijwerkingen"),
        ("optie 3 aub", "bijwerkingen"),
    ],
)
def test_a_position_picks_a_button(follow_ups: FollowUpReader, text: str, topic: str) -> None:
    found = follow_ups.read(text, UNSURE, AFTER_CRAMPS)
    assert found == FollowUp((topic,), says_nothing_new=True)


def test_a_position_without_such_a_button_picks_nothing(follow_ups: FollowUpReader) -> None:
    clear = [("dosering", 0.95)]
    assert follow_ups.read("3", clear, AFTER_REFERRAL) is None
    assert follow_ups.read("2", clear, Context()) is None


def test_yes_and_no_answer_the_offer_of_a_person(follow_ups: FollowUpReader) -> None:
    assert topics(follow_ups.read("ja graag", UNSURE, AFTER_REFERRAL)) == ("mens_spreken",)
    declined = follow_ups.read("nee hoeft niet", UNSURE, AFTER_REFERRAL)
    assert declined == FollowUp(act=Act.DECLINE, says_nothing_new=True)
    thanks = [("bedankt", 0.9)]
    assert follow_ups.read("ja graag", thanks, AFTER_CRAMPS) is None


@pytest.mark.parametrize("text", ["oké dank je", "goed dan, bedankt", "ok merci hoor"])
def test_thanks_take_no_offer_on(follow_ups: FollowUpReader, text: str) -> None:
    assert follow_ups.read(text, [("bedankt", 0.97)], AFTER_REFERRAL) is None
    assert topics(follow_ups.read("ja oké, graag", UNSURE, AFTER_REFERRAL)) == ("mens_spreken",)


@pytest.mark.parametrize(
    ("focus", "text", "heard", "meant"),
    [
        ("dosering", "en tegen kramp?", "spierkrampen", "dosering"),
        ("vormen", "vr bij de botten", "botgezondheid", "vormen"),
        ("spierkrampen", "welke", "producten", "vormen"),
        ("migraine_type", "oxide of citraat", "vormen", "migraine_type"),
        ("migraine_werking", "hoe rap voel je verschil", "symptomen_tekort", "migraine_werking"),
        ("risicogroepen", "hoe komt da", "risicogroepen", "oorzaken_tekort"),
        ("voedingsbronnen", "wat dan zoal", "wat_is_magnesium", "voedingsbronnen"),
        ("ziekten_voorkomen", "welke dan", "vormen", "ziekten_voorkomen"),
    ],
)
def test_what_was_asked_goes_on_for_something_else(
    follow_ups: FollowUpReader, focus: str, text: str, heard: str, meant: str
) -> None:
    found = follow_ups.read(text, [(heard, 0.95)], Context(focus=(focus,)))
    assert topics(found) == (meant,)


@pytest.mark.parametrize(
    ("focus", "text", "heard"),
    [
        ("dosering", "helpt dat ook bij kramp", "spierkrampen"),
        ("spierkrampen", "welke kan ik bij u kopen", "producten"),
        ("migraine_werking", "hoe snel merk je een tekort", "symptomen_tekort"),
    ],
)
def test_a_question_of_its_own_does_not(
    follow_ups: FollowUpReader, focus: str, text: str, heard: str
) -> None:
    assert follow_ups.read(text, [(heard, 0.95)], Context(focus=(focus,))) is None


@pytest.mark.parametrize(
    "text", ["waarom?", "en voor mijn man?", "leg dat eens uit", "geldt dat ook voor vrouwen"]
)
def test_half_a_question_stays_with_the_topic(follow_ups: FollowUpReader, text: str) -> None:
    assert topics(follow_ups.read(text, UNSURE, AFTER_CRAMPS)) == ("spierkrampen",)


def test_a_full_question_stands_on_its_own(follow_ups: FollowUpReader) -> None:
    clear = [("vormen", 0.97), ("spierkrampen", 0.01)]
    assert follow_ups.read("wat is het verschil met citraat", clear, AFTER_CRAMPS) is None


def test_the_subject_carries_over(follow_ups: FollowUpReader) -> None:
    kinds = [("vormen", 0.8), ("migraine_type", 0.1)]
    after_migraine = Context(focus=("migraine_werking",))
    assert topics(follow_ups.read("welke soort dan", kinds, after_migraine)) == ("migraine_type",)
    either = [("migraine_type", 0.5), ("migraine_werking", 0.4)]
    works = follow_ups.read("en bij migraine?", either, AFTER_CRAMPS)
    assert topics(works) == ("migraine_werking",)
    why = follow_ups.read("hoe komt dat?", UNSURE, Context(focus=("symptomen_tekort",)))
    assert topics(why) == ("oorzaken_tekort",)


@pytest.mark.parametrize(
    "text", ["die slik ik niet meer", "vergeet dat maar", "ze is niet zwanger"]
)
def test_a_risk_can_be_taken_back_only_when_there_is_one(
    follow_ups: FollowUpReader, text: str
) -> None:
    after = replace(AFTER_REFERRAL, risks=("zwangerschap", "medicatie"), last_risks=("medicatie",))
    found = follow_ups.read(text, UNSURE, after)
    kind = "zwangerschap" if "zwanger" in text else "medicatie"
    assert found == FollowUp(act=Act.TAKE_BACK, says_nothing_new=True, taken_back=(kind,))
    assert act(follow_ups.read(text, UNSURE, AFTER_CRAMPS)) is not Act.TAKE_BACK


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("nee ik bedoel hoeveel per dag", "hoeveel per dag"),
        ("Sorry, niet de migraine, de botten", "de botten"),
        ("welke soort is goed", "welke soort is goed"),
        ("niet goed voor mijn maag, die citraat?", "niet goed voor mijn maag, die citraat?"),
        ("nee", "nee"),
        ("", ""),
        ("nee niet het eten maar de tabletten", "de tabletten"),
        ("welk soort bedoel ik, niet hoe vaak", "welk soort bedoel ik"),
        ("sorry ik bedoelde waar het in zit, niet waarom", "waar het in zit"),
        ("wat moet ik doen, niet slapen is zwaar", "wat moet ik doen, niet slapen is zwaar"),
    ],
)
def test_a_correction_leaves_what_was_meant(
    follow_ups: FollowUpReader, text: str, rest: str
) -> None:
    assert follow_ups.without_correction(text) == rest


def test_a_risk_is_kept_when_in_doubt(follow_ups: FollowUpReader) -> None:
    path = ROOT / "evaluation/tuning/taken_back.yml"
    entries = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    heard = {
        bool(takes_back): [
            act(follow_ups.read(entry["text"], UNSURE, AFTER_ANYTHING)) is Act.TAKE_BACK
            for entry in entries
            if entry["takes_back"] is takes_back
        ]
        for takes_back in (True, False)
    }
    assert sum(heard[False]) == 0
    assert sum(heard[True]) / len(heard[True]) >= 0.85


ASKED = replace(AFTER_REFERRAL, risk_asked=True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("ja", Act.CONFIRM), ("jazeker hoor", Act.CONFIRM), ("nee", Act.TAKE_BACK)],
)
def test_yes_and_no_answer_whether_a_risk_still_holds(
    follow_ups: FollowUpReader, text: str, meant: Act
) -> None:
    assert act(follow_ups.read(text, UNSURE, ASKED)) is meant


@pytest.mark.parametrize("text", ["krijg ik daar last van mijn buik van", "heb je daar last van"])
def test_a_question_takes_no_risk_back(follow_ups: FollowUpReader, text: str) -> None:
    assert act(follow_ups.read(text, UNSURE, AFTER_ANYTHING)) is not Act.TAKE_BACK


@pytest.mark.parametrize(
    ("text", "heard", "goes_on", "meant"),
    [
        ("zegt wie eigenlijk", ("bot_uitdaging", 0.9), 0.95, ("spierkrampen",)),
        ("zegt wie eigenlijk", ("bot_uitdaging", 0.9), 0.3, ()),
        ("zegt wie eigenlijk", ("bot_uitdaging", 0.9), 0.6, ()),
        ("zegt wie eigenlijk", ("wat_is_magnesium", 0.8), 0.7, ("spierkrampen",)),
        ("waar koop ik die potten", ("producten", 0.95), 0.9, ()),
        ("allemaal goed en wel maar mijn huisarts zei " * 2, ("hart", 0.4), 0.99, ()),
    ],
)
def test_what_leans_on_the_answer_goes_on_about_it(
    follow_ups: FollowUpReader, text: str, heard: tuple[str, float], goes_on: float,
    meant: tuple[str, ...],
) -> None:  # fmt: skip
    found = follow_ups.read(text, [heard], AFTER_CRAMPS, goes_on)
    assert (found.topics if found else ()) == meant
    assert follow_ups.read(text, [heard], Context(), goes_on) is None


def test_a_second_question_stays_beside_half_a_question(follow_ups: FollowUpReader) -> None:
    after = Context(focus=("migraine_werking",))
    found = follow_ups.read("welke soort, en word ik er suf van", [("vormen", 0.6)], after)
    assert found is not None
    assert found.beside(["vormen", "bijwerkingen"]) == ["migraine_type", "bijwerkingen"]
    assert found.beside(["vormen"]) == ["migraine_type"]
    assert FollowUp(("hart",), says_nothing_new=True).beside(["hart", "vormen"]) == ["hart"]


def test_no_to_several_risks_at_once_takes_none_back(follow_ups: FollowUpReader) -> None:
    asked = replace(ASKED, risks=("medicatie", "kind"))
    assert follow_ups.read("nee", UNSURE, asked) == FollowUp(act=Act.DENY, says_nothing_new=True)
