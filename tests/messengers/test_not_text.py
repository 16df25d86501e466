"""Pictures, voice, stickers and the like: one friendly line, and the conversation goes on."""

from __future__ import annotations

import pytest

from tests.messengers.conftest import CHANNELS, MakeCustomer, only
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
# What a messenger passes on as something else, so that nobody can tell them apart.
SHOWN_AS = {
    ("whatsapp", "animation"): "video",
    ("twilio", "animation"): "video",
    ("messenger", "animation"): "photo",
    ("messenger", "audio"): "voice",
}
# Messenger has no way to send a contact.
SENT = [
    (channel, sort)
    for channel in CHANNELS
    for sort in WORDS
    if (channel, sort) != ("messenger", "contact")
]


@pytest.mark.parametrize(("channel", "sort"), SENT, indirect=["channel"])
def test_one_line_in_the_right_words(customer: Customer, sort: str) -> None:
    customer.send(customer.other_body(sort))
    (line,) = customer.answers()
    assert WORDS[SHOWN_AS.get((customer.channel, sort), sort)] in line.text
    (answer,) = customer.ask("Waar zit veel magnesium in?")
    assert "spinazie" in answer.text


# Meta's WhatsApp sends each photo by itself.
@only("twilio", "messenger", "telegram")
def test_several_photos(customer: Customer) -> None:
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
