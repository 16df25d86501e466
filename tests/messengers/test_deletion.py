"""A customer who asks for it is forgotten, in every table."""

from __future__ import annotations

import time

from assistant.channels.messengers.identity import conversation_id
from tests.e2e.conftest import Server
from tests.messengers.conftest import ID_KEY
from tests.messengers.customers import Customer
from tests.messengers.test_webhooks import stored


def traces(server: Server, customer: Customer) -> list[str]:
    conversation = conversation_id(customer.channel, customer.user, ID_KEY)
    own = customer.user.removeprefix("whatsapp:+")
    return [
        row.name
        for row in stored(server, "SELECT name FROM sqlite_master WHERE type = 'table'")
        for found in stored(server, f'SELECT * FROM "{row.name}"')
        if any(word in str(value) for value in found for word in (conversation, own))
    ]


def wait_until_forgotten(server: Server, customer: Customer) -> None:
    deadline = time.monotonic() + 10
    while traces(server, customer):
        assert time.monotonic() < deadline, traces(server, customer)
        time.sleep(0.1)


def test_the_button_below_stop_deletes(customer: Customer, server: Server) -> None:
    customer.ask("ik ben zwanger")
    (answer,) = customer.ask("stop")
    customer.press(answer)
    (gone,) = customer.answers()
    assert "gewist" in gone.text
    wait_until_forgotten(server, customer)


def test_typing_it_deletes_once_however_often_it_is_delivered(
    customer: Customer, server: Server
) -> None:
    customer.ask("ik slik metoprolol")
    body = customer.text_body("Wis mijn gesprek.")
    for _ in range(5):
        assert customer.deliver(body) == 200
    (gone,) = customer.answers()
    assert "gewist" in gone.text
    wait_until_forgotten(server, customer)
    # A new conversation begins, which knows nothing of the old one.
    notice, answer = customer.ask("hoeveel magnesium mag ik per dag?", 2)
    assert "computerprogramma" in notice.text
    assert "huisarts of apotheker voordat" not in answer.text
