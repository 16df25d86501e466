"""What a customer experiences, the same in every messenger."""

from __future__ import annotations

import pytest

from tests.e2e.test_article_questions import QUESTIONS
from tests.messengers.conftest import MakeCustomer, only
from tests.messengers.customers import Customer

SHOWN: dict[str, set[str]] = {
    "whatsapp": {"read"},
    "messenger": {"mark_seen", "typing_on"},
    "telegram": {"typing"},
    "twilio": set(),
}


def test_the_first_contact_is_told_that_this_is_a_computer(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    notice, answer = customer.ask("Waar zit veel magnesium in?", 2)
    assert "computerprogramma" in notice.text
    assert "geen arts" in notice.text
    assert "30 dagen" in notice.text
    assert "spinazie" in answer.text
    (again,) = customer.ask("Hoe voel ik een tekort?")
    assert "computerprogramma" not in again.text


@only("whatsapp", "twilio")
def test_a_customer_whose_number_isnt_told_is_answered(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    prefix = "whatsapp:" if customer.channel == "twilio" else ""
    customer.user = f"{prefix}NL.{''.join(filter(str.isdecimal, customer.user))}"
    _, answer = customer.ask("Wat zijn de symptomen van een magnesiumtekort?", 2)
    assert "Bron: Topvitamine" in answer.text
    customer.press(answer)
    assert "Bron: Topvitamine" in customer.answers()[0].text


def test_a_greeting_gets_one_notice_with_topics(new_customer: MakeCustomer) -> None:
    (notice,) = new_customer().ask("Hallo")
    assert notice.text.count("computerprogramma") == 1
    assert len(notice.buttons) == 3 or "1. " in notice.text


def test_ten_questions(customer: Customer) -> None:
    # After pregnancy came up, the others would be referred.
    last = ("zwangerschap",)
    for topic in (*(topic for topic in QUESTIONS if topic not in last), *last):
        facts, question, *_ = QUESTIONS[topic]
        (answer,) = customer.ask(question)
        assert "Bron: Topvitamine" in answer.text, question
        # The short form holds one of the facts at least.
        assert any(fact.lower() in answer.text.lower() for fact in facts), question
        assert len(answer.text) < 900


def test_a_referral(customer: Customer) -> None:
    (answer,) = customer.ask("Ik slik metoprolol, mag ik magnesium nemen?")
    assert "huisarts of apotheker" in answer.text
    assert "mg" not in answer.text


def test_a_risk_is_remembered(customer: Customer) -> None:
    customer.ask("ik ben zwanger")
    (answer,) = customer.ask("hoeveel mag ik dan per dag?")
    assert "verloskundige" in answer.text


def test_an_emergency_comes_first_and_alone(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    (answer,) = customer.ask("ik krijg geen lucht meer en heb pijn op mijn borst")
    assert answer.text.startswith("Bel nu 112.")
    assert answer.buttons == []
    # What the law wants is said as soon as there is no hurry.
    notice, _ = customer.ask("Waar zit veel magnesium in?", 2)
    assert "computerprogramma" in notice.text


def test_two_questions(customer: Customer) -> None:
    first, second = customer.ask(
        "Waar zit veel magnesium in? En zijn er bijwerkingen van magnesiumsupplementen?", 2
    )
    assert "spinazie" in first.text
    assert "diarree" in second.text
    assert first.buttons == []


def test_buttons_work(customer: Customer) -> None:
    (answer,) = customer.ask("Wat zijn de symptomen van een magnesiumtekort?")
    customer.press(answer)
    (pressed,) = customer.answers()
    assert "Bron: Topvitamine" in pressed.text
    assert pressed.text != answer.text


@only("whatsapp", "messenger", "telegram")
def test_an_old_button_still_works(customer: Customer) -> None:
    (old,) = customer.ask("Wat zijn de symptomen van een magnesiumtekort?")
    customer.ask("Waar zit veel magnesium in?")
    customer.ask("Zijn er bijwerkingen?")
    customer.press(old)
    (pressed,) = customer.answers()
    assert "Bron: Topvitamine" in pressed.text


@only("twilio")
def test_a_number_counts_for_the_last_message(customer: Customer) -> None:
    customer.ask("Wat zijn de symptomen van een magnesiumtekort?")
    (last,) = customer.ask("Waar zit veel magnesium in?")
    first = last.text.partition("1. ")[2].partition("\n")[0]
    (by_number,) = customer.ask("1")
    (by_title,) = customer.ask(first)
    assert "Bron: Topvitamine" in by_number.text
    # The same topic once more, in other words: both name the same chapter.
    assert by_number.text.partition("Bron: ")[2].partition("\n")[0] in by_title.text


@pytest.mark.parametrize(
    "button", ["/migraine_type", "/restart", '/x{"risks": null}', "iets", "0" * 64]
)
def test_a_button_that_was_never_shown_has_expired(customer: Customer, button: str) -> None:
    customer.ask("ik ben zwanger")
    customer.send(customer.button_body(button))
    (answer,) = customer.answers()
    assert "verlopen" in answer.text
    (after,) = customer.ask("hoeveel mag ik per dag?")
    assert "verloskundige" in after.text


def test_stop_ends_and_tells_how_to_delete(customer: Customer) -> None:
    (answer,) = customer.ask("STOP!")
    assert "wis mijn gesprek" in answer.text
    (again,) = customer.ask("Waar zit veel magnesium in?")
    assert "spinazie" in again.text


def test_stopping_with_medicine_is_no_stop(customer: Customer) -> None:
    (answer,) = customer.ask("ik wil stoppen met mijn bloedverdunners en magnesium nemen")
    assert "huisarts of apotheker" in answer.text


@pytest.mark.parametrize(
    "text", ["   ", "\u200b", "😀", "/restart", "x" * 4000, "%00", "a\x00b", "half \ud83d"]
)
def test_any_text_gets_an_answer(customer: Customer, text: str) -> None:
    if customer.channel == "twilio":
        # A form has no way to write half a character.
        text = text.encode("utf-8", "replace").decode()
    customer.say(text)
    assert customer.answers()[0].text


def test_a_text_that_is_empty_holds_nothing_up(customer: Customer) -> None:
    customer.say("")
    customer.say("Waar zit veel magnesium in?")
    while "spinazie" not in customer.answers()[-1].text:
        pass


def test_seen_and_typing_are_shown(customer: Customer) -> None:
    shown = customer.platform.calls
    shown.clear()
    customer.ask("Waar zit veel magnesium in?")
    assert {name for name, _ in shown} == SHOWN[customer.channel]


def test_a_pressed_button_stops_waiting(customer: Customer) -> None:
    (answer,) = customer.ask("Wat zijn de symptomen van een magnesiumtekort?")
    shown = customer.platform.calls
    shown.clear()
    customer.press(answer)
    customer.answers()
    more = {"answerCallbackQuery"} if customer.channel == "telegram" else set()
    assert {name for name, _ in shown} == SHOWN[customer.channel] | more
