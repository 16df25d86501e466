"""Turns typed replies into messages that fit a messenger; the one place where that is decided."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from assistant.channels.messengers.limits import MAX_BUTTON_ID_BYTES, Limits, Shape, length
from assistant.channels.messengers.sentences import divide
from assistant.channels.messengers.titles import fitting_title
from assistant.replies.message import Message
from assistant.replies.reply import Kind, LinkRole


class Style(str, Enum):
    """How the choices below a text are shown."""

    NONE = "none"
    BUTTONS = "buttons"
    ROWS = "rows"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Choice:
    """Something to press; ``id`` comes back then, ``payload`` is what it stands for."""

    title: str
    id: str
    payload: str


@dataclass(frozen=True)
class LinkButton:
    """A button that opens an address."""

    title: str
    url: str


@dataclass(frozen=True)
class Part:
    """One message to be sent."""

    text: str
    style: Style = Style.NONE
    choices: tuple[Choice, ...] = ()
    links: tuple[LinkButton, ...] = ()


@dataclass(frozen=True)
class Words:
    """What rendering says itself, and the short titles that it knows.

    ``short_title`` returns a payload's short title, if there is one; ``link_titles`` by role.
    """

    numbered: str
    choose: str
    link_titles: dict[LinkRole, str]
    short_title: Callable[[str], str | None]


def render(messages: Sequence[Message], limits: Limits, words: Words) -> list[Part]:
    """Return the messages to send for a turn, in order.

    What to do in an emergency comes first and alone: nothing is added to it.
    """
    grave = [message for message in messages if message["kind"] == Kind.EMERGENCY.value]
    others = [message for message in messages if message["kind"] != Kind.EMERGENCY.value]
    parts = [Part(text) for message in grave for text in divide(message["text"], limits.text)]
    for index, message in enumerate(others):
        # Only below the last message would a customer look for something to press.
        offered = _offered(others) if index == len(others) - 1 else []
        parts += _message_parts(message, offered, limits, words)
    return parts


def button_id(payload: str) -> str:
    """Return the id by which a messenger gives a payload back: itself, or its hash if too long."""
    if len(payload.encode()) <= MAX_BUTTON_ID_BYTES:
        return payload
    return hashlib.sha256(payload.encode()).hexdigest()


def _offered(messages: Iterable[Message]) -> list[tuple[str, str]]:
    offered: dict[str, str] = {}
    for message in messages:
        for button in message["buttons"]:
            offered.setdefault(button["payload"], button["title"])
    return list(offered.items())


def _message_parts(
    message: Message, offered: list[tuple[str, str]], limits: Limits, words: Words
) -> list[Part]:
    text, links = _with_links(message, limits, words)
    style, shape, choices = _choices(offered, limits, words)
    if style is Style.NUMBERS:
        lines = [f"{number}. {choice.title}" for number, choice in enumerate(choices, start=1)]
        text = "\n".join([f"{text}\n\n{words.numbered}", *lines])
    if shape and not shape.text:
        pieces = divide(text, limits.text)
        return [*map(Part, pieces), Part(words.choose, style=style, choices=choices)]
    room = shape.text if shape else limits.text
    if links and limits.links:
        room = min(room, limits.links.text)
    pieces = divide(text, limits.text, room)
    parts = [Part(piece) for piece in pieces]
    parts[-1] = replace(parts[-1], style=style, choices=choices, links=links)
    return parts


def _choices(
    offered: list[tuple[str, str]], limits: Limits, words: Words
) -> tuple[Style, Shape | None, tuple[Choice, ...]]:
    if not offered:
        return Style.NONE, None, ()
    for style, shape in ((Style.BUTTONS, limits.buttons), (Style.ROWS, limits.rows)):
        if shape is None or len(offered) > shape.most:
            continue
        choices = tuple(
            Choice(title, button_id(payload), payload)
            for payload, long_title in offered
            if (title := fitting_title(long_title, words.short_title(payload), shape.title))
        )
        if len({choice.title for choice in choices}) == len(offered):
            return style, shape, choices
    numbered = (Choice(title, button_id(payload), payload) for payload, title in offered)
    return Style.NUMBERS, None, tuple(numbered)


def _with_links(
    message: Message, limits: Limits, words: Words
) -> tuple[str, tuple[LinkButton, ...]]:
    """Return the text and the buttons for its links; without buttons they stand in the text."""
    text = message["text"]
    found = [
        LinkButton(words.link_titles.get(LinkRole(link["role"]), link["title"]), link["url"])
        for link in message["links"]
        # A path is a place on this server; the source is named in the text.
        if link["url"].startswith("https://") and link["url"] not in text
    ]
    shape = limits.links
    if shape and length(text) <= shape.text:
        fitting = [link for link in found if length(link.title) <= shape.title]
        if len(fitting) == len(found) <= shape.most:
            return text, tuple(found)
    return "\n".join([text, *(f"{link.title}: {link.url}" for link in found)]), ()
