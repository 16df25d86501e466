from __future__ import annotations

import pytest

from assistant.dialogue.turn import Turn
from assistant.handoff.form import Form, FormReader, Outcome, risks_worth_a_word
from assistant.knowledge.loader import Knowledge
from assistant.safety.findings import CLASSIFIER, Finding
from assistant.understanding.follow_up import FollowUpReader

EMPTY = Form()
NAMED = Form(name="Ans")
REACHED = Form("Ans", "ans@example.nl")
ASKED = Form("Ans", "ans@example.nl", "Waar blijft mijn pakje?")
COMPLETE_BUT_CONSENT = Form("Ans", "ans@example.nl", "Waar blijft mijn pakje?", "NL")


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> FormReader:
    return FormReader(knowledge, FollowUpReader(knowledge.follow_ups))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ans", "Ans"),
        ("mijn naam is Fatima El Amrani", "Fatima El Amrani"),
        ("Hallo, ik ben Piet", "Piet"),
        ("van den Broeck", "van den Broeck"),
        ("overslaan", ""),
        ("liever niet", ""),
        ("nee", ""),
    ],
)
def test_names(reader: FormReader, text: str, name: str) -> None:
    heard = reader.read(EMPTY, Turn(text))
    assert (heard.outcome, heard.form.name) == (Outcome.FILLED, name)


@pytest.mark.parametrize(
    ("form", "text", "outcome"),
    [
        (EMPTY, "ja", Outcome.MISTAKEN),
        (EMPTY, "dit is echt veel te veel tekst voor een gewone naam", Outcome.MISTAKEN),
        (EMPTY, "bent u een robot?", Outcome.ELSEWHERE),
        (EMPTY, "dank u wel", Outcome.CANCELLED),
        (NAMED, "stoppen", Outcome.CANCELLED),
        (REACHED, "ok", Outcome.MISTAKEN),
        (REACHED, "x" * 2001, Outcome.MISTAKEN),
        (ASKED, "Duitsland", Outcome.MISTAKEN),
        (ASKED, "nederland of belgie", Outcome.MISTAKEN),
        (COMPLETE_BUT_CONSENT, "nee", Outcome.REFUSED),
        (COMPLETE_BUT_CONSENT, "dat vind ik niet goed", Outcome.MISTAKEN),
        (COMPLETE_BUT_CONSENT, "misschien", Outcome.MISTAKEN),
        (NAMED, "mijn naam klopt niet", Outcome.CORRECTED),
        (EMPTY, "terug", Outcome.CORRECTED),
    ],
)
def test_outcomes(reader: FormReader, form: Form, text: str, outcome: Outcome) -> None:
    assert reader.read(form, Turn(text)).outcome is outcome


@pytest.mark.parametrize(
    ("text", "consent"),
    [
        ("ja", "everything"),
        ("1", "everything"),
        ("is goed, stuur maar door", "everything"),
        ("Alleen mijn vraag", "question_only"),
        ("nee, enkel mijn vraag", "question_only"),
        ("ja maar zonder mijn berichten", "question_only"),
    ],
)
def test_consent(reader: FormReader, text: str, consent: str) -> None:
    assert reader.read(COMPLETE_BUT_CONSENT, Turn(text)).form.consent == consent


def test_an_ordinary_question_is_for_elsewhere_but_not_as_the_question_itself(
    reader: FormReader,
) -> None:
    turn = Turn("hoeveel magnesium per dag", intent="dosering")
    assert reader.read(NAMED, turn).outcome is Outcome.ELSEWHERE
    assert reader.read(REACHED, turn).form.question == turn.text


def test_a_classifiers_suspicion_counts_in_the_question_only(reader: FormReader) -> None:
    suspicion = (Finding("medicatie", detector=CLASSIFIER),)
    as_name = Turn("Lyra", findings=suspicion)
    assert risks_worth_a_word(as_name, reader.read(EMPTY, as_name)) == ()
    as_question = Turn("dat spul van de dokter", findings=suspicion)
    heard = reader.read(REACHED, as_question)
    assert risks_worth_a_word(as_question, heard) == ("medicatie",)


def test_one_country_is_not_asked(knowledge: Knowledge) -> None:
    from dataclasses import replace

    shop = knowledge.shop.copy(update={"countries": ["BE"]})
    one = FormReader(replace(knowledge, shop=shop), FollowUpReader(knowledge.follow_ups))
    assert one.empty_form().country == "BE"
