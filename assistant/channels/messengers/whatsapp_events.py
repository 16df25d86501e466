"""Reads the webhooks of Meta's WhatsApp Cloud API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from assistant.channels.messengers.incoming import (
    LAST_MOMENT,
    MAX_SENDER_CHARACTERS,
    BadEvent,
    Event,
    Failure,
    Incoming,
    Sort,
    read,
)

_SORTS = {
    "image": Sort.PHOTO,
    "video": Sort.VIDEO,
    "audio": Sort.AUDIO,
    "voice": Sort.VOICE,
    "sticker": Sort.STICKER,
    "document": Sort.DOCUMENT,
    "location": Sort.LOCATION,
    "contacts": Sort.CONTACT,
}
# About messages that were sent before, or about the customer's account.
_IGNORED = frozenset({"system", "edit", "revoke"})
_FAILED = "failed"


class _Text(BaseModel):
    body: str


class _Media(BaseModel):
    caption: str = ""
    voice: bool = False


class _Reaction(BaseModel):
    emoji: str = ""


class _Choice(BaseModel):
    id: str


class _Interactive(BaseModel):
    button_reply: _Choice | None
    list_reply: _Choice | None


class _TemplateButton(BaseModel):
    text: str


class _Message(BaseModel):
    number: str | None = Field(alias="from", min_length=1, max_length=MAX_SENDER_CHARACTERS)
    # Meta leaves the number out for a customer with a user name, but never this.
    user_id: str | None = Field(
        alias="from_user_id", min_length=1, max_length=MAX_SENDER_CHARACTERS
    )
    id: str = Field(min_length=1)
    timestamp: float | None = Field(ge=0, le=LAST_MOMENT)
    type: str


class _Error(BaseModel):
    code: int


class _Status(BaseModel):
    status: str
    recipient_id: str | None
    recipient_user_id: str | None
    errors: list[_Error] = []


class _Metadata(BaseModel):
    phone_number_id: str


class _Value(BaseModel):
    metadata: _Metadata
    messages: list[Any] = []
    statuses: list[Any] = []


class _Change(BaseModel):
    field: str
    value: Any


class _Entry(BaseModel):
    changes: list[_Change]


class _Body(BaseModel):
    object: str
    entry: list[_Entry]


def read_events(body: Any, phone_number_id: str) -> list[Event]:
    """Return what is new for our number; the rest is left out. Raises BadEvent."""
    envelope = read(_Body, body)
    if envelope is None:
        raise BadEvent
    events: list[Event] = []
    changes = [change for entry in envelope.entry for change in entry.changes]
    for change in changes:
        value = read(_Value, change.value) if change.field == "messages" else None
        if value is None or value.metadata.phone_number_id != phone_number_id:
            continue
        read_messages = (_message(message) for message in value.messages)
        events += [message for message in read_messages if message is not None]
        read_statuses = (_failure(status) for status in value.statuses)
        events += [failure for failure in read_statuses if failure is not None]
    return events


def _message(data: Any) -> Incoming | None:
    message = read(_Message, data)
    if message is None or message.type in _IGNORED:
        return None
    # A number that is known stays: Meta then goes on telling it.
    sender = message.number or message.user_id
    content = _content(message.type, data)
    if sender is None or content is None:
        return None
    return Incoming(sender, message.id, message.timestamp, handle=message.id, **content)


def _content(kind: str, data: dict[str, Any]) -> dict[str, Any] | None:
    part = data.get(kind)
    if kind == "text":
        text = read(_Text, part)
        return {"text": text.body} if text else None
    if kind == "interactive":
        chosen = read(_Interactive, part)
        choice = chosen and (chosen.button_reply or chosen.list_reply)
        return {"button": choice.id} if choice else {"sort": Sort.OTHER}
    if kind == "button":
        pressed = read(_TemplateButton, part)
        return {"text": pressed.text} if pressed else None
    if kind == "reaction":
        reaction = read(_Reaction, part)
        # Without an emoji it takes a reaction back.
        return {"sort": Sort.REACTION} if reaction and reaction.emoji else None
    if kind == "request_welcome":
        return {"start": True}
    media = read(_Media, part)
    sort = Sort.VOICE if media and media.voice else _SORTS.get(kind, Sort.OTHER)
    several = kind == "contacts" and isinstance(part, list) and len(part) > 1
    return {"sort": sort, "text": media.caption if media else "", "several": several}


def _failure(data: Any) -> Failure | None:
    status = read(_Status, data)
    if status is None or status.status != _FAILED:
        return None
    recipient = status.recipient_id or status.recipient_user_id or ""
    return Failure(recipient, str(status.errors[0].code) if status.errors else "")
