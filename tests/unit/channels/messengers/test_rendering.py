from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.messengers.limits import (
    MESSENGER,
    TELEGRAM,
    TWILIO,
    TWILIO_WITH_CONTENTS,
    WHATSAPP,
    Limits,
    length,
)
from assistant.channels.messengers.rendering import Part, Style, Words, button_id, render
from assistant.channels.messengers.sentences import divide
from assistant.channels.messengers.titles import fitting_title
from assistant.knowledge.loader import Knowledge
from assistant.replies.compose import Composer
from assistant.replies.message import Message, message_of
from assistant.replies.reply import Kind, LinkRole
from assistant.wording.rendered import rendered_replies

ALL = {"whatsapp": WHATSAPP, "twilio": TWILIO, "messenger": MESSENGER, "telegram": TELEGRAM}


def message(text: str = "Tekst.", *buttons: str, kind: str = "answer", **more: Any) -> Message:
    return {
        "text": text,
        "buttons": [{"title": title, "payload": f"/{title}"} for title in buttons],
        "kind": kind,
        "topics": [],
        "source": "",
        "links": [],
        **more,
    }


def words(short: dict[str, str] | None = None) -> Words:
    titles = {LinkRole.PRODUCT: "Bekijk de producten"}
    return Words("Kies een nummer:", "Kies:", titles, lambda payload: (short or {}).get(payload))


def fits(part: Part, limits: Limits) -> bool:
    shape = {Style.BUTTONS: limits.buttons, Style.ROWS: limits.rows}.get(part.style)
    room = shape.text if shape else limits.text
    if part.links and limits.links:
        room = min(room, limits.links.text)
        assert all(length(link.title) <= limits.links.title for link in part.links)
    if shape:
        assert 0 < len(part.choices) <= shape.most
        assert all(length(choice.title) <= shape.title for choice in part.choices)
        assert len({choice.title for choice in part.choices}) == len(part.choices)
    return 0 < length(part.text) <= room


@pytest.mark.parametrize("channel", ALL)
def test_every_reply_of_the_shipped_knowledge_fits(
    knowledge: Knowledge, composer: Composer, channel: str
) -> None:
    shipped = Words("Kies:", "Kies:", {LinkRole.PRODUCT: "Bekijk de producten"},
                    lambda payload: composer.short_title(payload[1:]))  # fmt: skip
    for rendered in rendered_replies(knowledge):
        parts = render([message_of(rendered.reply)], ALL[channel], shipped)
        assert all(fits(part, ALL[channel]) for part in parts)
        # The shipped answers need no second message.
        assert len(parts) == 1
        assert rendered.reply.text.split("\n")[0] in parts[0].text
        for choice, button in zip(parts[0].choices, rendered.reply.buttons, strict=True):
            assert set(choice.title.lower().split()) <= set(button.title.lower().split())
            assert choice.payload == button.payload


def test_up_to_three_choices_are_buttons_and_more_are_a_list() -> None:
    (few,) = render([message("Tekst.", "a", "b", "c")], WHATSAPP, words())
    (more,) = render([message("Tekst.", *"abcdefghij")], WHATSAPP, words())
    (too_many,) = render([message("Tekst.", *"abcdefghijk")], WHATSAPP, words())
    assert (few.style, more.style, too_many.style) == (Style.BUTTONS, Style.ROWS, Style.NUMBERS)
    assert too_many.text.endswith("\n11. k")


def test_a_messenger_without_buttons_numbers_the_choices() -> None:
    (part,) = render([message("Tekst.", "Eerste", "Tweede")], TWILIO, words())
    assert part.text == "Tekst.\n\nKies een nummer:\n1. Eerste\n2. Tweede"
    assert [choice.payload for choice in part.choices] == ["/Eerste", "/Tweede"]


def test_choices_that_take_no_text_stand_in_a_message_of_their_own() -> None:
    text, few = render([message("Tekst.\nBron.", "a", "b")], TWILIO_WITH_CONTENTS, words())
    assert text == Part("Tekst.\nBron.")
    assert (few.text, few.style, len(few.choices)) == ("Kies:", Style.BUTTONS, 2)
    _, more = render([message("Tekst.", *"abcdefghij")], TWILIO_WITH_CONTENTS, words())
    assert (more.text, more.style) == ("Kies:", Style.ROWS)
    (too_many,) = render([message("Tekst.", *"abcdefghijk")], TWILIO_WITH_CONTENTS, words())
    assert too_many.style is Style.NUMBERS


def test_choices_of_a_turn_stand_below_its_last_message() -> None:
    parts = render([message("Een.", "a", "b"), message("Twee.", "b", "c")], WHATSAPP, words())
    assert [len(part.choices) for part in parts] == [0, 3]


def test_an_emergency_comes_first_and_alone() -> None:
    grave = message("Bel nu 112.", "a", kind=Kind.EMERGENCY.value)
    first, second = render([message("Tekst.", "b"), grave], MESSENGER, words())
    assert first == Part("Bel nu 112.")
    assert [choice.payload for choice in second.choices] == ["/b"]


def test_a_title_is_short_before_it_is_shortened() -> None:
    title = "Signalen van een tekort aan magnesium"
    assert fitting_title(title, "Signalen tekort", 20) == "Signalen tekort"
    assert fitting_title(title, None, 20) == "Signalen"
    assert fitting_title(title, None, 24) == "Signalen van een tekort"
    assert fitting_title("Kort", "Nog korter", 20) == "Kort"
    assert fitting_title("Hottentottententententoonstelling", None, 20) is None


def test_titles_that_would_be_alike_are_numbered() -> None:
    alike = message("Tekst.", "Magnesium en andere mineralen", "Magnesium en andere vitamines")
    (part,) = render([alike], WHATSAPP, words())
    assert part.style is Style.NUMBERS
    assert "2. Magnesium en andere vitamines" in part.text


def test_links_are_buttons_where_there_is_room_and_lines_elsewhere() -> None:
    link = {"title": "Bekijk magnesium", "url": "https://winkel.example/m", "role": "product"}
    source = {"title": "Bron", "url": "/demo/artikel#1", "role": "source"}
    linked = message("Tekst.", links=[link, source])
    (button,) = render([linked], MESSENGER, words())
    assert [(found.title, found.url) for found in button.links] == [
        ("Bekijk de producten", "https://winkel.example/m")
    ]
    (line,) = render([linked], WHATSAPP, words())
    assert line.text == "Tekst.\nBekijk de producten: https://winkel.example/m"
    (long,) = render([message("Zin. " * 150, links=[link])], MESSENGER, words())
    assert long.links == ()
    assert "https://winkel.example/m" in long.text
    named = message("Kijk op https://winkel.example/m.", links=[link])
    assert render([named], WHATSAPP, words())[0].text == "Kijk op https://winkel.example/m."


def test_a_payload_that_is_too_long_comes_back_as_its_hash() -> None:
    assert button_id("/dosering") == "/dosering"
    long = '/vraag{"a": "' + "b" * 60 + '"}'
    assert len(button_id(long)) == 64
    assert button_id(long) != button_id(long + "x")


def test_a_long_text_is_divided_at_sentences() -> None:
    text = "Eerste zin is dit. Tweede zin volgt! Is dit de derde?"
    assert divide(text, 40) == ["Eerste zin is dit. Tweede zin volgt!", "Is dit de derde?"]
    assert divide(text, 100) == [text]
    assert divide("Alinea een.\n\nAlinea twee.", 15) == ["Alinea een.", "Alinea twee."]
    assert divide(text, 100, 20)[-1] == "Is dit de derde?"


PIECES = ["a", "b ", "é", "\U0001f600", ". ", "! ", "\n", "\n\n", "woord "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=80).map("".join)
TITLES = st.lists(st.sampled_from(["woord ", "van ", "lang"]), min_size=1, max_size=60).map("".join)


@given(TEXTS, st.integers(4, 60), st.integers(4, 60))
def test_nothing_is_lost_and_everything_fits(text: str, most: int, last: int) -> None:
    if not text.strip():
        return
    pieces = divide(text, most, min(most, last))
    assert all(0 < length(piece) <= most for piece in pieces)
    assert length(pieces[-1]) <= min(most, last)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


@given(TITLES)
def test_a_title_never_cuts_a_word(title: str) -> None:
    fitted = fitting_title(title, None, 20)
    if fitted is not None:
        assert len(fitted) <= 20
        assert title.split()[: len(fitted.split())] == fitted.split()
