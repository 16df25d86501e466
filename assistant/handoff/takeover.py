"""What a system of the shop's people tells: somebody takes over, answers, or is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy.engine import Connection

from assistant.handoff.replies import HandoverComposer
from assistant.replies.message import Message, message_of
from assistant.replies.reply import Kind, Reply
from assistant.storage import handovers
from assistant.storage.handovers import Takeover

MAX_ID_CHARACTERS = 100
MAX_NAME_CHARACTERS = 100
MAX_TEXT_CHARACTERS = 4000


class Told(str, Enum):
    """What happened."""

    TAKEN_OVER = "taken_over"
    MESSAGE = "message"
    ENDED = "ended"


class NotAnEvent(ValueError):
    """What was told can't be read; the message says what is wrong, without quoting it."""


class UnknownHandover(LookupError):
    """The request isn't stored, or no longer."""


@dataclass(frozen=True)
class TakeoverEvent:
    """``id`` is the teller's, the same when it is told again; ``name`` is who answers."""

    id: str
    handover: str
    told: Told
    name: str = ""
    text: str = ""


# Stores messages for a conversation within a transaction.
Put = Callable[[Connection, str, Sequence[Message]], None]


def read_event(content: Any) -> TakeoverEvent:
    """Return the event that JSON content describes. Raises NotAnEvent."""
    if not isinstance(content, dict):
        raise NotAnEvent("the body is not a JSON object")
    try:
        told = Told(content.get("event"))
    except ValueError:
        raise NotAnEvent("'event' is not taken_over, message or ended") from None
    return TakeoverEvent(
        id=_text(content, "id", MAX_ID_CHARACTERS),
        handover=_text(content, "handover", MAX_ID_CHARACTERS),
        told=told,
        name=_text(content, "name", MAX_NAME_CHARACTERS, needed=False),
        text=_text(content, "text", MAX_TEXT_CHARACTERS, needed=told is Told.MESSAGE),
    )


def hear(
    connection: Connection,
    event: TakeoverEvent,
    composer: HandoverComposer,
    put: Put,
    *,
    now: float,
) -> str | None:
    """Act on an event and return its conversation; None when it was told before.

    Raises UnknownHandover, and whatever ``put`` raises: then nothing was done.
    """
    stored = handovers.find(connection, event.handover)
    if stored is None:
        raise UnknownHandover(event.handover)
    conversation = stored.conversation
    if not handovers.first_told(connection, event.id, conversation, now=now):
        return None
    current = handovers.takeover_of(connection, conversation)
    messages: list[Message] = []
    if event.told is Told.ENDED:
        if current is not None:
            handovers.end_takeover(connection, conversation)
            messages.append(_status("ended", composer.ended(current.name), current.name))
    else:
        name = event.name or (current.name if current else "")
        if current is None or current.name != name:
            taken = Takeover(conversation, event.handover, name)
            handovers.take_over(connection, taken, now=now)
            messages.append(_status("taken_over", composer.taken_over(name), name))
        if event.told is Told.MESSAGE:
            # Whoever answers without having taken over has done so by that.
            said = message_of(Reply(event.text, Kind.HANDOVER))
            messages.append({**said, "from": name or composer.anonymous})
    if messages:
        put(connection, conversation, messages)
    return conversation


def _status(status: str, reply: Reply, name: str) -> Message:
    return {**message_of(reply), "status": status, **({"name": name} if name else {})}


def _text(content: dict[str, Any], key: str, most: int, *, needed: bool = True) -> str:
    value = content.get(key, "")
    if not isinstance(value, str) or len(value) > most or (needed and not value.strip()):
        raise NotAnEvent(f"'{key}' is not a text of 1 to {most} characters")
    return value.strip()
