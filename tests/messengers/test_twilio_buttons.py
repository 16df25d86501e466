"""WhatsApp by Twilio with the contents that registering made: buttons and lists, not numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.messengers.http import Client
from assistant.channels.messengers.rendering import Choice, Part, Style
from assistant.channels.messengers.settings import read_configuration
from assistant.channels.messengers.twilio import TwilioPlatform
from tests.e2e.conftest import SHIPPED, Server, project_copy
from tests.messengers.conftest import Messengers, assistant, serve, stand_ins
from tests.messengers.customers import TwilioCustomer
from tests.messengers.platforms.twilio_api import TwilioApi

_people = itertools.count(600_000)


@pytest.fixture(scope="module")
def own() -> Iterator[Messengers]:
    """Stand-ins of these tests' own, where nothing is registered yet."""
    with stand_ins() as running:
        yield running
        assert running.platforms["twilio"].refused == []


@pytest.fixture(scope="module")
def contents(own: Messengers, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What registering says to set; a second time makes nothing new."""
    platform, found = own.platforms["twilio"], None
    assert isinstance(platform, TwilioApi)
    for _ in range(2):
        folder = tmp_path_factory.mktemp("operator")
        done = assistant(folder, "channels", "register", "twilio", **own.environment)
        assert done.returncode == 0, done.stderr
        found = re.search(r"ASSISTANT_TWILIO_CONTENT=([\w,]+)", done.stderr)
    assert found is not None
    assert found[1].split(",") == list(platform.contents)
    return found[1]


@pytest.fixture(scope="module")
def server_with_buttons(
    own: Messengers, contents: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = project_copy(tmp_path_factory.mktemp("buttons") / "project", SHIPPED)
    process, running = serve(folder, own, ASSISTANT_TWILIO_CONTENT=contents)
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def customer(server_with_buttons: Server, own: Messengers) -> TwilioCustomer:
    made = TwilioCustomer(server_with_buttons.port, own.platforms["twilio"], next(_people))
    made.say("Hallo")
    made.answers(2)
    return made


def test_choices_are_buttons_below_the_answer(customer: TwilioCustomer) -> None:
    answer, choices = customer.ask("Wat zijn de symptomen van een magnesiumtekort?", 2)
    assert "Bron: Topvitamine" in answer.text
    assert "1. " not in answer.text
    assert 1 <= len(choices.buttons) <= 3
    customer.press(choices)
    pressed, _ = customer.answers(2)
    assert "Bron: Topvitamine" in pressed.text
    assert pressed.text != answer.text


def test_old_ones_and_rows_of_a_list_work_and_others_have_expired(
    customer: TwilioCustomer,
) -> None:
    _, old = customer.ask("Wat zijn de symptomen van een magnesiumtekort?", 2)
    customer.ask("Waar zit veel magnesium in?", 2)
    customer.press(old)
    assert "Bron: Topvitamine" in customer.answers(2)[0].text
    customer.send(customer.row_body(old.buttons[0][1]))
    assert "Bron: Topvitamine" in customer.answers(2)[0].text
    customer.send(customer.row_body("/migraine_type"))
    (expired,) = customer.answers()
    assert "verlopen" in expired.text


def test_an_emergency_stays_alone(customer: TwilioCustomer) -> None:
    (answer,) = customer.ask("ik krijg geen lucht meer en heb pijn op mijn borst")
    assert answer.text.startswith("Bel nu 112.")
    assert answer.buttons == []


def test_check_sees_contents_that_arent_there(
    own: Messengers, contents: str, tmp_path: Path
) -> None:
    check = ("channels", "check", "twilio")
    right = {**own.environment, "ASSISTANT_TWILIO_CONTENT": contents}
    assert assistant(tmp_path, *check, **right).returncode == 0
    gone = {**right, "ASSISTANT_TWILIO_CONTENT": contents.replace("HX0", "HXf")}
    done = assistant(tmp_path, *check, **gone)
    assert done.returncode == 1
    assert "contents for buttons: failed. Fix: run `assistant channels register" in done.stderr


@pytest.mark.parametrize("count", range(1, 11))
async def test_every_number_of_choices_has_its_content(
    own: Messengers, contents: str, count: int
) -> None:
    settings = {**own.environment, "ASSISTANT_TWILIO_CONTENT": contents}
    client = Client()
    platform = TwilioPlatform(read_configuration(TwilioPlatform.settings, settings), client)
    choices = tuple(
        Choice(f"Titel {number} van foto's", f"/keuze_{number}", f"/keuze_{number}")
        for number in range(count)
    )
    style = Style.BUTTONS if count <= 3 else Style.ROWS
    part = Part("Maak uw keuze:", style=style, choices=choices)
    recipient = f"whatsapp:+3161199{count:04}"
    own.platforms["twilio"].known.add(recipient)
    await platform.send(recipient, platform.request_for(part, "Kies een onderwerp"))
    await client.close()
    (sent,) = own.platforms["twilio"].to(recipient)
    assert sent.text == "Maak uw keuze:"
    assert sent.buttons == [(choice.title, choice.id) for choice in choices]
