"""The hand-over form, as customers go through it: the trained assistant and a real database."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa

from assistant.runtime.engine import Answer, Engine
from assistant.storage.database import database, database_url
from assistant.storage.handovers import handovers
from assistant.storage.outbox import outbox
from tests.handover.conftest import Talk
from tests.handover.form_script import IN_ORDER


def text_of(answer: Answer) -> str:
    return "\n".join(message["text"] for message in answer.messages)


def requests(conversation: str) -> list[dict[str, Any]]:
    with database(database_url()).connect() as connection:
        query = sa.select(handovers).where(handovers.c.conversation == conversation)
        return [json.loads(row["content"]) for row in connection.execute(query).mappings()]


async def begun(engine: Engine, name: str) -> Talk:
    talk = Talk(engine, name)
    answer = await talk.say("kan ik een medewerker spreken")
    assert answer.kind == "handover"
    assert "Wat is uw naam?" in text_of(answer)
    return talk


async def filled(engine: Engine, name: str, *, but_last: int = 0) -> Talk:
    talk = await begun(engine, name)
    for text in IN_ORDER[: len(IN_ORDER) - but_last]:
        await talk.say(text)
    return talk


async def test_a_complete_form_is_stored_once(engine: Engine) -> None:
    talk = await filled(engine, "form-complete")
    answer = await talk.say("ja")
    assert "Uw vraag is bewaard" in text_of(answer)
    [request] = requests(talk.name)
    assert request["name"] == "Saskia"
    assert request["contact"] == "saskia@example.nl"
    assert request["country"] == "NL"
    assert request["question"] == IN_ORDER[2]
    assert [said["by"] for said in request["messages"]] == ["customer"]
    assert (await talk.tracker()).active_loop_name is None
    assert await talk.slot("handover_name") is None
    await talk.say("ja")
    assert len(requests(talk.name)) == 1


async def test_the_form_begins_after_yes_to_a_referral(engine: Engine) -> None:
    talk = Talk(engine, "form-after-referral")
    assert (await talk.say("ik slik metoprolol, mag ik magnesium")).kind == "referral"
    assert "Wat is uw naam?" in text_of(await talk.say("ja graag"))
    for text in IN_ORDER:
        answer = await talk.say(text)
    assert "medicijnen" in text_of(answer)
    await talk.say("Ja")
    [request] = requests(talk.name)
    assert request["risks"] == ["medicatie"]
    assert any("metoprolol" in said["text"] for said in request["messages"])


async def test_without_consent_for_it_risks_and_messages_stay_here(engine: Engine) -> None:
    talk = Talk(engine, "form-question-only")
    await talk.say("ben zwanger, mag ik magnesium")
    await talk.say("ik wil iemand spreken")
    for text in (*IN_ORDER, "Alleen mijn vraag"):
        answer = await talk.say(text)
    assert "bewaard" in text_of(answer)
    [request] = requests(talk.name)
    assert (request["risks"], request["messages"]) == ([], [])


async def test_no_consent_sends_nothing(engine: Engine) -> None:
    talk = await filled(engine, "form-refused")
    assert "stuur niets door" in text_of(await talk.say("nee"))
    assert requests(talk.name) == []
    assert (await talk.say("hoeveel magnesium per dag")).kind == "answer"


@pytest.mark.parametrize("stop", ["annuleren", "Stop", "laat maar"])
@pytest.mark.parametrize("but_last", [4, 2, 0])
async def test_every_step_can_be_cancelled(engine: Engine, stop: str, but_last: int) -> None:
    talk = await filled(engine, f"form-cancelled-{stop}-{but_last}", but_last=but_last)
    answer = await talk.say(stop)
    assert "stuur niets door" in text_of(answer)
    assert (await talk.tracker()).active_loop_name is None
    assert requests(talk.name) == []


async def test_the_name_may_be_skipped_and_an_address_be_given_for_it(engine: Engine) -> None:
    talk = await begun(engine, "form-skipped")
    assert "e-mailadres" in text_of(await talk.say("Overslaan"))
    other = await begun(engine, "form-address-first")
    assert "Wat is uw vraag?" in text_of(await other.say("0612345678"))


async def test_wrong_answers_are_asked_again(engine: Engine) -> None:
    talk = await begun(engine, "form-wrong")
    await talk.say("Bart")
    answer = await talk.say("bart@example")
    assert "e-mailadres klopt niet" in text_of(answer)
    assert "Op welk e-mailadres" in text_of(answer)
    assert "telefoonnummer klopt niet" in text_of(await talk.say("0612345"))
    assert "Ik herken hierin geen" in text_of(await talk.say("gewoon via de post"))
    assert "Wat is uw vraag?" in text_of(await talk.say("bart.dewit@example.be"))


async def test_the_country_completes_a_number(engine: Engine) -> None:
    talk = await begun(engine, "form-number")
    await talk.say("Bart")
    # This could be a number in either country.
    await talk.say("0475 12 34 56")
    await talk.say("Waar blijft mijn bestelling van vorige week?")
    assert "+32475123456" in text_of(await talk.say("belgie"))


async def test_each_answer_can_be_corrected(engine: Engine) -> None:
    talk = await filled(engine, "form-corrected")
    answer = await talk.say("mijn mail klopt niet, het is saskia.bos@example.nl")
    assert "saskia.bos@example.nl" in text_of(answer)
    answer = await talk.say("mijn naam is verkeerd")
    assert "Wat is uw naam?" in text_of(answer)
    answer = await talk.say("Saskia Bos")
    assert "Naam: Saskia Bos" in text_of(answer)
    answer = await talk.say("verander de vraag")
    assert "Wat is uw vraag?" in text_of(answer)
    answer = await talk.say("Kan ik mijn bestelling nog ruilen?")
    assert "Vraag: Kan ik mijn bestelling nog ruilen?" in text_of(answer)
    answer = await talk.say("terug")
    assert "Nederland of in België" in text_of(answer)
    answer = await talk.say("2")
    assert "Land: België" in text_of(answer)


async def test_an_emergency_interrupts_the_form(engine: Engine) -> None:
    talk = await filled(engine, "form-emergency", but_last=2)
    answer = await talk.say("ik heb nu pijn op de borst en krijg geen lucht")
    assert [message["text"][:10] for message in answer.messages] == ["Bel nu 112"]
    assert (await talk.tracker()).active_loop_name is None
    assert requests(talk.name) == []


async def test_a_risk_in_the_form_is_referred_and_remembered(engine: Engine) -> None:
    talk = await filled(engine, "form-risk", but_last=2)
    answer = await talk.say("Ik ben 20 weken zwanger, hoeveel mag ik nemen?")
    assert answer.kind == "referral"
    assert "Nederland of in België" in text_of(answer)
    assert await talk.slot("risks") == ["zwangerschap"]
    answer = await talk.say("nl")
    assert "zwangerschap" in text_of(answer)


async def test_a_risk_instead_of_an_address_is_no_mistake(engine: Engine) -> None:
    talk = await begun(engine, "form-risk-address")
    await talk.say("An")
    answer = await talk.say("ik slik bloedverdunners")
    assert answer.kind == "referral"
    assert "klopt niet" not in text_of(answer)
    assert "Op welk e-mailadres" in text_of(answer)


async def test_an_ordinary_question_is_answered_and_the_form_goes_on(engine: Engine) -> None:
    talk = await begun(engine, "form-question")
    await talk.say("Wim")
    answer = await talk.say("in welke voeding zit magnesium?")
    assert answer.kind == "answer"
    assert "amandelen" in text_of(answer)
    assert "Op welk e-mailadres" in text_of(answer)
    assert "Wat is uw vraag?" in text_of(await talk.say("wim@example.nl"))


async def test_thanks_at_once_leaves_the_form(engine: Engine) -> None:
    talk = await begun(engine, "form-thanks")
    assert "stuur niets door" in text_of(await talk.say("ok bedankt"))
    assert (await talk.tracker()).active_loop_name is None


async def test_nothing_set_up_is_said_honestly_and_kept(engine: Engine) -> None:
    talk = await filled(engine, "form-nowhere")
    answer = await talk.say("ja")
    assert "Mail dan ook naar" in text_of(answer)
    assert len(requests(talk.name)) == 1
    with database(database_url()).connect() as connection:
        query = sa.select(outbox).where(outbox.c.conversation == talk.name)
        assert connection.execute(query).all() == []
