"""Messengers that are down, slow or busy, and servers that are killed in the middle."""

from __future__ import annotations

import signal
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.outbox.worker import LEASE_SECONDS
from tests.e2e.conftest import SHIPPED, Server, project_copy
from tests.messengers.conftest import CHANNELS, MakeCustomer, Messengers, assistant, serve
from tests.messengers.customers import CUSTOMERS, Customer
from tests.messengers.slow_server import SECONDS

CUSTOMERS_DURING_OUTAGE = 50
OUTAGE_SECONDS = 60


def outbox(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "tracker.db") as connection:
        return connection.execute("SELECT state, last_error FROM outbox ORDER BY id").fetchall()


def test_every_answer_arrives_once_and_in_order_after_an_outage(
    server: Server, messengers: Messengers
) -> None:
    """All messengers are down at the same time, so that the minute passes once."""
    people = {
        channel: [
            CUSTOMERS[channel](server.port, messengers.platforms[channel], 900_000 + number)
            for number in range(CUSTOMERS_DURING_OUTAGE)
        ]
        for channel in CHANNELS
    }
    tries_before = {channel: len(messengers.platforms[channel].tries) for channel in CHANNELS}
    for platform in messengers.platforms.values():
        platform.trouble.down = True
    began = time.monotonic()
    everybody = [customer for customers in people.values() for customer in customers]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda customer: customer.say("Waar zit magnesium in?"), everybody))
        list(pool.map(lambda customer: customer.say("Bedankt!"), everybody))
    time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - began)))
    tries = {channel: len(messengers.platforms[channel].tries) for channel in CHANNELS}
    for platform in messengers.platforms.values():
        platform.trouble.down = False
    for customer in everybody:
        notice, answer, thanks = customer.answers(3, seconds=120)
        assert "computerprogramma" in notice.text
        assert "Bron:" in answer.text
        assert "Graag gedaan" in thanks.text
    time.sleep(1)
    for customer in everybody:
        assert len(customer.platform.to(customer.user)) == 3
    # The circuit was open: a minute cost far fewer tries than there were messages.
    for channel in CHANNELS:
        assert tries[channel] - tries_before[channel] < CUSTOMERS_DURING_OUTAGE


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_messenger_is_tried_again_when_it_asks(customer: Customer, status: int) -> None:
    trouble = customer.platform.trouble
    trouble.next_statuses, trouble.retry_after = [status], 3
    before = len(customer.platform.tries)
    customer.say("Waar zit veel magnesium in?")
    (answer,) = customer.answers()
    first, second = customer.platform.tries[before:]
    assert "spinazie" in answer.text
    assert second - first >= 3


def test_a_messenger_that_hangs_up_after_accepting_gets_it_again(customer: Customer) -> None:
    """The messenger can't be asked whether it took the first one: at least once, not once."""
    customer.platform.trouble.drop = True
    customer.say("Waar zit veel magnesium in?")
    customer.platform.wait_for(customer.user, customer.read + 1)
    customer.platform.trouble.drop = False
    first, second = customer.answers(2)
    assert first.text == second.text


REFUSALS = {
    "whatsapp": [(400, 131047, 0), (400, 131026, 0)],
    "twilio": [(400, 63016, 0), (400, 21610, 0)],
    "messenger": [(400, 10, 2018278), (400, 551, 1545041)],
    "telegram": [(403, 403, 0), (400, 400, 0)],
}


@pytest.mark.parametrize("which", [0, 1])
def test_a_customer_who_cannot_be_reached_is_recorded_and_not_tried_again(
    customer: Customer, server: Server, new_customer: MakeCustomer, which: int
) -> None:
    refusal = REFUSALS[customer.channel][which]
    customer.platform.trouble.refused_recipients = {customer.user: refusal}
    before = len(customer.platform.tries)
    customer.say("Waar zit veel magnesium in?")
    deadline = time.monotonic() + 20
    while outbox(server.folder)[-1][0] != "dead":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert f"code {refusal[1]}" in outbox(server.folder)[-1][1]
    time.sleep(2)
    assert len(customer.platform.tries) == before + 1
    # Others are served as before.
    other = new_customer()
    other.meet()


def test_what_was_given_up_is_sent_after_all_when_the_operator_says_so(
    customer: Customer, server: Server
) -> None:
    customer.platform.trouble.refused_recipients = {customer.user: REFUSALS[customer.channel][0]}
    customer.say("Waar zit veel magnesium in?")
    deadline = time.monotonic() + 20
    while outbox(server.folder)[-1][0] != "dead":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    customer.platform.trouble.refused_recipients = {}
    with sqlite3.connect(server.folder / "tracker.db") as connection:
        (number,) = connection.execute("SELECT MAX(id) FROM outbox").fetchone()
    again = assistant(server.folder, "outbox", "retry", str(number))
    assert "To be sent again: 1." in again.stderr
    (answer,) = customer.answers()
    assert "spinazie" in answer.text


@pytest.fixture(scope="module")
def slow_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_copy(tmp_path_factory.mktemp("slow") / "project", SHIPPED)


def test_200_comes_first_and_a_kill_before_the_answer_loses_nothing(
    slow_folder: Path, messengers: Messengers
) -> None:
    process, running = serve(slow_folder, messengers, slow=True)
    people = [
        CUSTOMERS[channel](running.port, messengers.platforms[channel], 700_001)
        for channel in CHANNELS
    ]
    for customer in people:
        began = time.monotonic()
        body = customer.say("Waar zit veel magnesium in?")
        assert time.monotonic() - began < SECONDS
        assert customer.platform.to(customer.user) == []
        notice, answer = customer.answers(2)
        assert answer.at - notice.at < SECONDS
        assert customer.deliver(body) == 200
    for customer in people:
        customer.say("Zijn er bijwerkingen?")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert all(len(customer.platform.to(customer.user)) == 2 for customer in people)
    process, running = serve(slow_folder, messengers)
    for customer in people:
        (answer,) = customer.answers()
        assert "diarree" in answer.text.lower()
        customer.port = running.port
        assert "Graag gedaan" in customer.ask("Bedankt!")[0].text
    process.terminate()
    process.wait(timeout=30)


def test_the_only_window_for_a_double(slow_folder: Path, messengers: Messengers) -> None:
    """Killed after a messenger accepted and before that was recorded: sent again, once."""
    process, running = serve(slow_folder, messengers)
    people = [
        CUSTOMERS[channel](running.port, messengers.platforms[channel], 700_002)
        for channel in CHANNELS
    ]
    for customer in people:
        customer.meet()
    for platform in messengers.platforms.values():
        platform.trouble.hold = True
    for customer in people:
        customer.say("Waar zit veel magnesium in?")
    for customer in people:
        customer.platform.wait_for(customer.user, 2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for platform in messengers.platforms.values():
        platform.trouble.hold = False
    process, _ = serve(slow_folder, messengers)
    for customer in people:
        first, second = customer.answers(2, seconds=LEASE_SECONDS + 30)
        assert first.text == second.text
    time.sleep(1)
    assert all(len(customer.platform.to(customer.user)) == 3 for customer in people)
    process.terminate()
    process.wait(timeout=30)


def test_a_server_starts_while_every_messenger_is_down(
    tmp_path: Path, messengers: Messengers
) -> None:
    for platform in messengers.platforms.values():
        platform.trouble.down = True
    process, running = serve(project_copy(tmp_path / "project", SHIPPED), messengers)
    assert running.get("/health")[0] == 200
    process.terminate()
    process.wait(timeout=30)
    log = running.log.read_text()
    assert not any(secret in log for secret in messengers.secrets.values())


def test_without_settings_every_webhook_is_closed(tmp_path: Path, messengers: Messengers) -> None:
    nothing = dict.fromkeys(messengers.environment, "")
    process, running = serve(project_copy(tmp_path / "project", SHIPPED), messengers, **nothing)
    for channel in CHANNELS:
        assert running.post(b"{}", f"/webhooks/{channel}/webhook")[0] == 404
        assert running.get(f"/webhooks/{channel}/webhook")[0] == 404
    process.terminate()
    process.wait(timeout=30)
