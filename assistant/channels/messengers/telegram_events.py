"""Reads the updates of Telegram's Bot API."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from assistant.channels.messengers.incoming import (
    LAST_MOMENT,
    BadEvent,
    Event,
    Incoming,
    Sort,
    read,
)

# Edits aren't asked for.
ALLOWED_UPDATES = ("message", "callback_query", "message_reaction")
_START = ("/start", "/help")
# In this order: an animation and a venue carry a document and a location, too.
_SORTS = {
    "photo": Sort.PHOTO,
    "animation": Sort.ANIMATION,
    "video": Sort.VIDEO,
    "video_note": Sort.VIDEO,
    "voice": Sort.VOICE,
    "audio": Sort.AUDIO,
    "sticker": Sort.STICKER,
    "document": Sort.DOCUMENT,
    "location": Sort.LOCATION,
    "contact": Sort.CONTACT,
    "poll": Sort.OTHER,
    "dice": Sort.OTHER,
    "story": Sort.OTHER,
    "game": Sort.OTHER,
    "checklist": Sort.OTHER,
    "paid_media": Sort.OTHER,
}
_PRIVATE = "private"


class _Chat(BaseModel):
    id: int
    type: str


class _User(BaseModel):
    id: int
    is_bot: bool = False


class _Message(BaseModel):
    chat: _Chat
    date: float = Field(ge=0, le=LAST_MOMENT)
    sender: _User | None = Field(alias="from")
    text: str = ""
    caption: str = ""
    media_group_id: str = ""


class _Callback(BaseModel):
    id: str
    sender: _User = Field(alias="from")
    data: str | None


class _Reaction(BaseModel):
    chat: _Chat
    date: float = Field(ge=0, le=LAST_MOMENT)
    new_reaction: list[Any]


class _Update(BaseModel):
    update_id: int
    message: Any
    callback_query: Any
    message_reaction: Any


def read_events(body: Any) -> list[Event]:
    """Return what is new in a private chat; groups and edits are left out. Raises BadEvent."""
    update = read(_Update, body)
    if update is None:
        raise BadEvent
    key = str(update.update_id)
    message = read(_Message, update.message)
    if message is not None:
        return _message(key, message, update.message)
    callback = read(_Callback, update.callback_query)
    if callback is not None and callback.data:
        # An inline keyboard stands in a private chat only, whose id is the customer's own.
        sender = str(callback.sender.id)
        return [Incoming(sender, key, button=callback.data, handle=callback.id)]
    reaction = read(_Reaction, update.message_reaction)
    if reaction is not None and reaction.chat.type == _PRIVATE and reaction.new_reaction:
        return [Incoming(str(reaction.chat.id), key, reaction.date, sort=Sort.REACTION)]
    return []


def _message(key: str, message: _Message, data: dict[str, Any]) -> list[Event]:
    if message.chat.type != _PRIVATE or (message.sender and message.sender.is_bot):
        return []
    sender, sent_at = str(message.chat.id), message.date
    if message.text.split(maxsplit=1)[:1] and message.text.split()[0] in _START:
        return [Incoming(sender, key, sent_at, start=True)]
    text = message.text or message.caption
    sort = next((sort for field, sort in _SORTS.items() if data.get(field)), None)
    if sort is None:
        return [Incoming(sender, key, sent_at, text=text)] if text else []
    if not message.media_group_id:
        return [Incoming(sender, key, sent_at, text=text, sort=sort)]
    # An album comes as one message for each picture: the line about it is said once.
    album = f"album {message.media_group_id}"
    events: list[Event] = [Incoming(sender, album, sent_at, sort=sort, several=True)]
    return [*events, Incoming(sender, key, sent_at, text=text)] if text else events
