"""A typed reply: what is said, how grave it is and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
    """What sort of reply it is, gravest first."""

    EMERGENCY = "emergency"
    REFERRAL = "referral"
    HANDOVER = "handover"
    ANSWER = "answer"
    CLARIFY = "clarify"
    FALLBACK = "fallback"
    SMALLTALK = "smalltalk"


@dataclass(frozen=True)
class Button:
    """A quick reply; ``payload`` is ``/`` and a topic id."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One message to the customer; ``topics`` are topic ids, none for small talk."""

    text: str
    kind: Kind
    topics: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()


def gravest(kinds: Iterable[str]) -> str | None:
    """Return the gravest of some reply kinds, None if there are none."""
    order = [kind.value for kind in Kind]
    return min((kind for kind in kinds if kind in order), key=order.index, default=None)
