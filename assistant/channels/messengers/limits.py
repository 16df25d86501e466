"""What fits into a message of each messenger, as its documentation says.

Lengths are in UTF-16 units, the strictest way in which any of them counts.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_BUTTON_ID_BYTES = 64


@dataclass(frozen=True)
class Shape:
    """A way to show choices: how many, how long their titles, and the text above them.

    No text: they stand in a message of their own.
    """

    most: int
    title: int
    text: int


@dataclass(frozen=True)
class Limits:
    """What a messenger can show; None for what it hasn't got.

    ``text`` is the longest message without anything else. ``buttons`` are used where they fit,
    then ``rows``, a list that the customer opens. ``links`` are buttons that open an address.
    """

    text: int
    buttons: Shape | None = None
    rows: Shape | None = None
    links: Shape | None = None


WHATSAPP = Limits(text=4096, buttons=Shape(3, 20, 1024), rows=Shape(10, 24, 1024))
# Numbers until contents for buttons and lists were made (twilio_content.py).
TWILIO = Limits(text=1600)
TWILIO_REPLY_BUTTONS, TWILIO_LIST_ROWS = 3, 10
TWILIO_WITH_CONTENTS = Limits(
    text=1600,
    buttons=Shape(TWILIO_REPLY_BUTTONS, 20, 0),
    rows=Shape(TWILIO_LIST_ROWS, 24, 0),
)
MESSENGER = Limits(text=2000, buttons=Shape(13, 20, 2000), links=Shape(3, 20, 640))
# Telegram sets no length for a title; this much is readable on a telephone.
TELEGRAM = Limits(text=4096, buttons=Shape(20, 40, 4096), links=Shape(3, 40, 4096))


def length(text: str) -> int:
    """Return a text's length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
