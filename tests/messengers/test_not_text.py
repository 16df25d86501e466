"""Pictures, voice, stickers and the like: one friendly line, and the conversation goes on."""

from __future__ import annotations

import pytest

from tests.messengers.conftest import MakeCustomer
from tests.messengers.customers import Customer

WORDS = {
    "photo": "de foto.",
    "video": "de video.",
    "voice": "het spraakbericht.",
    "audio": "het geluid.",
    "sticker": "Leuke sticker!",
    "animation": "Leuk plaatje!",
    "document": "het bestand.",
    "location": "de locatie.",
    "contact": "het contact.",
    "reaction": "uw reactie.",
    "other": "Dit soort bericht",
}
# What a messenger hasn't got, or doesn't tell apart.
ABSENT = {
    "whatsapp": {"animation"},
    "twilio": {"animation"},
    "messenger": {"audio", "animation", "contact"},
    "telegram": set(),
}


@pytest.mark.parametrize("sort", WORDS)
def test_one_line_in_the_right_words(customer: Customer, sort: str) -> None:
    if sort in ABSENT[customer.channel]:
        pytest.skip("the messenger hasn't got it")
    customer.send(customer.other_body(sort))
    (line,) = customer.answers()
    assert WORDS[sort] in line.text
    (answer,) = customer.ask("Waar zit veel magnesium in?")
    assert "spinazie" in answer.text


def test_several_photos(customer: Customer) -> None:
    if customer.channel == "whatsapp":
        pytest.skip("WhatsApp sends each photo by itself")
    customer.send(customer.other_body("photo", several=True))
    (line,) = customer.answers()
    assert "de foto's." in line.text


def test_a_caption_is_read_as_text(customer: Customer) -> None:
    customer.send(customer.other_body("photo", "ik slik metoprolol, mag dit erbij?"))
    line, answer = customer.answers(2)
    assert "foto" in line.text
    assert "huisarts of apotheker" in answer.text


def test_an_emergency_in_a_caption_comes_first(customer: Customer) -> None:
    customer.send(customer.other_body("photo", "mijn kind heeft dit hele potje opgegeten"))
    answer, line = customer.answers(2)
    assert "112" in answer.text
    assert "foto" in line.text


def test_a_photo_as_first_contact(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    customer.send(customer.other_body("photo"))
    notice, line = customer.answers(2)
    assert "computerprogramma" in notice.text
    assert "foto" in line.text
