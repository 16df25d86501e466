"""The shape of messengers.yml: what is said around the answers in messengers."""

from __future__ import annotations

from pydantic import Field

from assistant.knowledge.model import _Strict

MAX_BUTTON_TITLE = 20


class MessengerWelcome(_Strict):
    """What whoever writes for the first time reads; ``ask`` follows when nothing was asked."""

    text: str
    suggestions: list[str] = Field(min_items=1, max_items=3)
    ask: str


class NotTextLine(_Strict):
    """The line about one, or several, of what can't be read."""

    one: str
    several: str


class NotText(_Strict):
    """The lines by what was sent instead of text."""

    photo: NotTextLine
    video: NotTextLine
    voice: NotTextLine
    audio: NotTextLine
    sticker: NotTextLine
    animation: NotTextLine
    document: NotTextLine
    location: NotTextLine
    contact: NotTextLine
    reaction: NotTextLine
    other: NotTextLine


class StopLine(_Strict):
    """What is said to one of the words, with the title of the button that deletes."""

    words: list[str] = Field(min_items=1)
    text: str
    button: str = Field(max_length=MAX_BUTTON_TITLE)


class DeleteLine(_Strict):
    """What is said after a conversation was deleted because of one of the words."""

    words: list[str] = Field(min_items=1)
    text: str


class MessengerLinks(_Strict):
    """What stands on buttons that open a page."""

    product: str = Field(max_length=MAX_BUTTON_TITLE)
    source: str = Field(max_length=MAX_BUTTON_TITLE)


class Messengers(_Strict):
    """Everything that is said in messengers besides the replies."""

    welcome: MessengerWelcome
    not_text: NotText
    stop: StopLine
    delete: DeleteLine
    expired_button: str
    list_button: str = Field(max_length=MAX_BUTTON_TITLE)
    numbered: str
    choose: str
    links: MessengerLinks
