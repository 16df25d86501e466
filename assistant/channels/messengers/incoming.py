"""What a customer sent in a messenger, whichever messenger it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)

MAX_SENDER_CHARACTERS = 255
# The year 9999, in seconds since 1970.
LAST_MOMENT = 253402300799.0


class Sort(str, Enum):
    """What isn't text; the values are keys of ``not_text`` in knowledge/messengers.yml."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    AUDIO = "audio"
    STICKER = "sticker"
    ANIMATION = "animation"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    REACTION = "reaction"
    OTHER = "other"


@dataclass(frozen=True)
class Incoming:
    """One message of a customer.

    ``sender`` is the messenger's own id of the customer, ``sent_at`` in seconds since 1970.
    ``text`` is what was written, captions too; ``button`` the id of a button that was pressed;
    ``sort`` what the message holds beside text, ``several`` of it or one. ``start`` tells that the
    customer opened the conversation without saying anything. ``handle`` is what the messenger wants
    back when it is shown that the message was seen.
    """

    sender: str
    message_id: str
    sent_at: float | None = None
    text: str = ""
    button: str | None = None
    sort: Sort | None = None
    several: bool = False
    start: bool = False
    handle: str = ""


@dataclass(frozen=True)
class Failure:
    """The messenger reports, after it accepted a message, that ``recipient`` didn't get it."""

    recipient: str
    code: str


Event = Incoming | Failure


class BadEvent(Exception):
    """A webhook's body isn't what the messenger sends."""


def read(model: type[Model], data: Any) -> Model | None:
    """Return data in a known shape, None where it has another."""
    try:
        return model.parse_obj(data)
    except (ValidationError, OverflowError):
        # pydantic lets OverflowError through for an integer that no float can hold.
        return None
