"""Makes what is said in messengers around the replies."""

from __future__ import annotations

from assistant.replies.compose import Composer
from assistant.replies.message import Message, message_of
from assistant.replies.render import Names, fill
from assistant.replies.reply import Button, Kind, Reply
from assistant.safety.normalise import normalise

# Pressed in a messenger; no intent of this name exists.
DELETE_PAYLOAD = "/wis_gesprek"


class MessengerLines:
    """Builds the lines of knowledge/messengers.yml as messages."""

    def __init__(self, composer: Composer) -> None:
        """Take what makes the replies."""
        self._composer = composer
        self._words = composer.knowledge.messengers

    def welcome(self, days: int) -> Message:
        """Say that this is a computer programme and that it is kept ``days`` days."""
        shop = self._composer.knowledge.shop.name
        return _line(fill(self._words.welcome.text, shop=shop, days=days))

    def welcome_alone(self, days: int) -> Message:
        """Say the same and offer topics, when the customer hasn't asked anything yet."""
        ask = fill(self._words.welcome.ask)
        text = f"{self.welcome(days)['text']}\n\n{ask}"
        return _line(text, *self._composer.buttons(self._words.welcome.suggestions))

    def not_text(self, sort: str, *, several: bool) -> Message:
        """Say that a photo, or whatever ``sort`` is, can't be read."""
        line = getattr(self._words.not_text, sort)
        shop = self._composer.knowledge.shop
        numbers = {number.id: number.number for number in shop.emergency_numbers}
        text = fill(line.several if several else line.one, number=Names("number", numbers))
        return _line(text, kind=Kind.FALLBACK)

    def stopped(self) -> Message:
        """Say that the conversation ends and how to delete it."""
        button = Button(self._words.stop.button, DELETE_PAYLOAD)
        return _line(fill(self._words.stop.text), button)

    def deleted(self, messenger: str) -> Message:
        """Say that the conversation was deleted; ``messenger`` is the messenger's name."""
        return _line(fill(self._words.delete.text, messenger=messenger))

    def expired(self) -> Message:
        """Say that a button can't be used any more."""
        return _line(fill(self._words.expired_button), kind=Kind.FALLBACK)

    def asks_to_stop(self, text: str) -> bool:
        """Tell whether a message says nothing but to stop."""
        return normalise(text) in {normalise(word) for word in self._words.stop.words}

    def asks_to_delete(self, text: str) -> bool:
        """Tell whether a message says nothing but to delete the conversation."""
        return normalise(text) in {normalise(word) for word in self._words.delete.words}


def _line(text: str, *buttons: Button, kind: Kind = Kind.SMALLTALK) -> Message:
    return message_of(Reply(text, kind, buttons=buttons))
