"""A typed reply: what is said, how grave it is and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

DUTCH = "nl"


class Kind(str, Enum):
    """What sort of reply it is, gravest first."""

    EMERGENCY = "emergency"
    REFERRAL = "referral"
    ANSWER = "answer"
    HANDOVER = "handover"
    CLARIFY = "clarify"
    FALLBACK = "fallback"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True)
class Button:
    """A quick reply; ``payload`` is ``/`` and a topic id, or what the customer says by it."""

    title: str
    payload: str


class LinkRole(str, Enum):
    """What a link leads to."""

    SOURCE = "source"
    PRODUCT = "product"
    PHONE = "phone"


@dataclass(frozen=True)
class Link:
    """A place outside the conversation; ``url`` is an address, a path here or ``tel:``."""

    title: str
    url: str
    role: LinkRole


@dataclass(frozen=True)
class Reply:
    """One message to the customer; ``topics`` are topic ids, none for small talk.

    ``source`` is the paragraph of ``text`` that says where an answer comes from: a channel
    that shows ``links`` leaves it out. ``language`` is the text's, as a screen reader needs it.
    """

    text: str
    kind: Kind
    topics: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    source: str = ""
    links: tuple[Link, ...] = ()
    language: str = DUTCH


def gravest(kinds: Iterable[str]) -> str | None:
    """Return the gravest of some reply kinds, None if there are none."""
    order = [kind.value for kind in Kind]
    return min((kind for kind in kinds if kind in order), key=order.index, default=None)
