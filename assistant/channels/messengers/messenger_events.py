"""Reads the webhooks of Facebook Messenger."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from assistant.channels.messengers.incoming import (
    LAST_MOMENT,
    MAX_SENDER_CHARACTERS,
    BadEvent,
    Event,
    Incoming,
    Sort,
    read,
)

# The payload of the button by which a customer opens a conversation.
GET_STARTED = "GET_STARTED"
_SORTS = {
    "image": Sort.PHOTO,
    "video": Sort.VIDEO,
    "audio": Sort.VOICE,
    "file": Sort.DOCUMENT,
    "location": Sort.LOCATION,
}
# A shared page: what was written beside it is in the text.
_FALLBACK = "fallback"
_MILLISECONDS = 1000


class _Person(BaseModel):
    id: str = Field(min_length=1, max_length=MAX_SENDER_CHARACTERS)


class _Payload(BaseModel):
    payload: str


class _AttachmentPayload(BaseModel):
    sticker_id: int | None


class _Attachment(BaseModel):
    type: str
    payload: _AttachmentPayload | None


class _Message(BaseModel):
    mid: str = Field(min_length=1)
    text: str = ""
    is_echo: bool = False
    quick_reply: _Payload | None
    attachments: list[_Attachment] = []


class _Postback(BaseModel):
    payload: str
    mid: str = ""


class _Reaction(BaseModel):
    mid: str
    action: str


class _Messaging(BaseModel):
    sender: _Person
    recipient: _Person
    timestamp: int = Field(ge=0, le=int(LAST_MOMENT) * _MILLISECONDS)
    message: Any
    postback: Any
    reaction: Any


class _Entry(BaseModel):
    messaging: list[Any] = []


class _Body(BaseModel):
    object: str
    entry: list[_Entry]


def read_events(body: Any, page_id: str) -> list[Event]:
    """Return what is new for our page; echoes, receipts and edits are left out.

    Raises BadEvent.
    """
    envelope = read(_Body, body)
    if envelope is None:
        raise BadEvent
    found = (_event(data, page_id) for entry in envelope.entry for data in entry.messaging)
    return [event for event in found if event is not None]


def _event(data: Any, page_id: str) -> Incoming | None:
    event = read(_Messaging, data)
    if event is None or event.recipient.id != page_id or event.sender.id == page_id:
        return None
    sent_at = event.timestamp / _MILLISECONDS
    message = read(_Message, event.message)
    if message is not None:
        return _message(event.sender.id, message, sent_at)
    postback = read(_Postback, event.postback)
    if postback is not None:
        start = postback.payload == GET_STARTED
        return Incoming(
            event.sender.id,
            postback.mid or f"postback {event.timestamp} {postback.payload}",
            sent_at,
            button=None if start else postback.payload,
            start=start,
        )
    reaction = read(_Reaction, event.reaction)
    if reaction is not None and reaction.action == "react":
        key = f"reaction {event.timestamp} {reaction.mid}"
        return Incoming(event.sender.id, key, sent_at, sort=Sort.REACTION)
    return None


def _message(sender: str, message: _Message, sent_at: float) -> Incoming | None:
    if message.is_echo:
        return None
    if message.quick_reply is not None:
        return Incoming(sender, message.mid, sent_at, button=message.quick_reply.payload)
    shown = [item for item in message.attachments if item.type != _FALLBACK]
    if not shown and not message.text:
        return None
    return Incoming(
        sender,
        message.mid,
        sent_at,
        text=message.text,
        sort=_sort(shown[0]) if shown else None,
        several=len(shown) > 1,
    )


def _sort(attachment: _Attachment) -> Sort:
    if attachment.payload and attachment.payload.sticker_id:
        return Sort.STICKER
    return _SORTS.get(attachment.type, Sort.OTHER)
