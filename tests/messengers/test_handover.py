"""Asking for a person in a messenger: the form's questions, buttons and end."""

from __future__ import annotations

import sqlite3
import time

from tests.e2e.conftest import Server
from tests.messengers.customers import Customer
from tests.messengers.platforms.stand_in import Sent


def until(customer: Customer, words: str) -> Sent:
    """Read on until a message holds these words."""
    while True:
        for sent in customer.answers():
            if words in sent.text:
                return sent


def press(customer: Customer, sent: Sent, title: str) -> None:
    titles = [text for text, _ in sent.buttons]
    if not titles:
        titles = [line.partition(". ")[2] for line in sent.text.split("\n") if line[:1].isdigit()]
    customer.press(sent, titles.index(title))


def requests(server: Server) -> int:
    with sqlite3.connect(server.folder / "tracker.db") as connection:
        return int(connection.execute("SELECT COUNT(*) FROM handovers").fetchone()[0])


def test_the_form_is_filled_in_with_buttons(customer: Customer, server: Server) -> None:
    before = requests(server)
    customer.say("ik wil graag een medewerker spreken")
    press(customer, until(customer, "Wat is uw naam?"), "Overslaan")
    until(customer, "e-mailadres of telefoonnummer")
    customer.say("klant@voorbeeld.nl")
    until(customer, "Wat is uw vraag?")
    customer.say("Mijn bestelling van vorige week is nog niet aangekomen.")
    asked = until(customer, "Nederland of in")
    if asked.buttons:
        press(customer, asked, asked.buttons[0][0])
    else:
        customer.say("Nederland")
    press(customer, until(customer, "Vindt u dat goed?"), "Ja")
    assert "bewaard" in until(customer, "Dank u").text
    assert requests(server) == before + 1


def test_stop_ends_the_form_too(customer: Customer, server: Server) -> None:
    before = requests(server)
    customer.say("ik wil graag een medewerker spreken")
    until(customer, "Wat is uw naam?")
    (stopped,) = customer.ask("stop")
    assert "wis mijn gesprek" in stopped.text
    (answer,) = customer.ask("Waar zit veel magnesium in?")
    assert "spinazie" in answer.text
    time.sleep(0.2)
    assert requests(server) == before
