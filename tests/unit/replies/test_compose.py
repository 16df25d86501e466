from __future__ import annotations

import dataclasses
import re

import pytest

from assistant.knowledge.loader import Knowledge
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, gravest
from assistant.topics import RISK_KINDS, TALK_TOPICS

DOSE = re.compile(r"\d\s*mg")


@pytest.fixture(params=["article", "authorised"])
def composer(request: pytest.FixtureRequest, knowledge: Knowledge) -> Composer:
    return Composer(dataclasses.replace(knowledge, claims=request.param))


def test_every_topic_answers_with_its_source_and_quick_replies(composer: Composer) -> None:
    for topic_id in composer.knowledge.topics:
        reply = composer.answer(topic_id)
        assert reply.kind is Kind.ANSWER
        assert reply.topics == (topic_id,)
        assert "Bron: Topvitamine" in reply.text
        assert 1 <= len(reply.buttons) <= 3
        assert all(button.payload.startswith("/") for button in reply.buttons)


def test_a_dose_above_the_limit_carries_the_warning(composer: Composer) -> None:
    for topic_id, topic in composer.knowledge.topics.items():
        for times_before in range(4):
            text = composer.answer(topic_id, times_before=times_before).text
            supplement = [d for d in topic.facts.doses.values() if d.counts == "supplement"]
            if any(f"{dose.high:g} mg" in text for dose in supplement):
                assert "250 mg per dag" in text
                assert "huisarts of apotheker" in text


def test_authorised_answers_claim_nothing_about_disease(knowledge: Knowledge) -> None:
    authorised = Composer(dataclasses.replace(knowledge, claims="authorised"))
    for topic_id in ("spierkrampen", "migraine_werking", "diabetes", "hart"):
        text = authorised.answer(topic_id).text.lower()
        assert "onderzoek wijst" not in text
        assert "mogen wij niets zeggen" in text


def test_no_referral_or_emergency_names_a_dose(composer: Composer) -> None:
    for kind in RISK_KINDS:
        reply = composer.referral(kind, ["bètablokkers"])
        assert reply.kind is Kind.REFERRAL
        assert not DOSE.search(reply.text)
    for sort in (*composer.knowledge.risks.emergencies, None):
        reply = composer.emergency(sort)
        assert reply.kind is Kind.EMERGENCY
        assert "112" in reply.text
        assert not reply.buttons


def test_poisoning_and_suicide_name_the_right_numbers(composer: Composer) -> None:
    assert "070 245 245" in composer.emergency("vergiftiging").text
    suicide = composer.emergency("zelfdoding").text
    assert all(number in suicide for number in ("113", "0800-0113", "1813"))


def test_a_referral_names_the_class_it_recognised(composer: Composer) -> None:
    assert "bètablokkers" in composer.referral("medicatie", ["bètablokkers"]).text
    assert "U noemt" not in composer.referral("medicatie").text


def test_the_greeting_says_that_it_is_a_computer_programme(composer: Composer) -> None:
    assert "computerprogramma" in composer.talk("begroeting").text
    assert "computerprogramma" in composer.talk("bot_uitdaging").text


def test_talk_topics_report_themselves(composer: Composer) -> None:
    for topic_id in TALK_TOPICS:
        assert composer.talk(topic_id).topics == (topic_id,)


def test_products_link_to_the_shop(composer: Composer) -> None:
    link = composer.knowledge.shop.collections["magnesium"]
    assert link in composer.answer("producten").text


def test_a_repeated_question_gets_other_words(knowledge: Knowledge) -> None:
    composer = Composer(knowledge)
    first, second = (composer.answer("spierkrampen", times_before=n).text for n in (0, 1))
    assert first != second


def test_the_gravest_kind_counts() -> None:
    assert gravest(["answer", "referral", "smalltalk"]) == "referral"
    assert gravest([]) is None


def test_a_short_answer_comes_first_where_it_is_asked_for(knowledge: Knowledge) -> None:
    said = Composer(dataclasses.replace(knowledge, claims="article"))
    for topic_id in said.knowledge.topics:
        in_full = said.answer(topic_id).text
        short = [said.answer(topic_id, short=True, times_before=times).text for times in range(3)]
        assert len(short[0]) <= len(in_full)
        assert "Bron: Topvitamine" in short[0]
        assert short[0] not in short[1:]


def test_every_button_has_a_title_for_little_room(composer: Composer) -> None:
    for topic_id in (*composer.knowledge.topics, "medicatie", "zwangerschap", "mens_spreken"):
        title = composer.short_title(topic_id)
        assert title is not None
        assert len(title) <= 20
    assert composer.short_title("begroeting") is None
