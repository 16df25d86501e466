"""Reads Twilio's webhooks for WhatsApp."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.channels.messengers.incoming import (
    MAX_SENDER_CHARACTERS,
    BadEvent,
    Event,
    Failure,
    Incoming,
    Sort,
)

_SORTS = {
    "image/webp": Sort.STICKER,
    "image": Sort.PHOTO,
    "video": Sort.VIDEO,
    "audio/ogg": Sort.VOICE,
    "audio": Sort.AUDIO,
    "text/vcard": Sort.CONTACT,
    "text/x-vcard": Sort.CONTACT,
    "application": Sort.DOCUMENT,
}
_FAILED = ("failed", "undelivered")
_TEXT_TYPES = ("", "text", "button", "interactive")


def read_events(form: Mapping[str, str], account: str, number: str) -> list[Event]:
    """Return what is new for our number, as ``whatsapp:+31...``. Raises BadEvent."""
    message_id = form.get("MessageSid") or form.get("SmsSid")
    if not message_id or form.get("AccountSid") != account:
        raise BadEvent
    if form.get("MessageStatus"):
        if form["MessageStatus"] not in _FAILED or form.get("From") != number:
            return []
        code = form.get("ErrorCode", "")
        return [Failure(form.get("To", ""), code if code.isdecimal() else "")]
    sender = form.get("From", "")
    is_ours = form.get("To") == number and sender.startswith("whatsapp:")
    if not is_ours or len(sender) > MAX_SENDER_CHARACTERS:
        return []
    if button := form.get("ButtonPayload") or form.get("ListId"):
        return [Incoming(sender, message_id, button=button)]
    media = [
        form.get(f"MediaContentType{index}", "") for index in range(_count(form.get("NumMedia")))
    ]
    text, sort = form.get("Body", ""), _sort_of(media, form)
    if sort is Sort.LOCATION:
        # Twilio repeats the place's name as the text.
        text = ""
    if not text and sort is None:
        return []
    return [Incoming(sender, message_id, text=text, sort=sort, several=len(media) > 1)]


def _count(value: str | None) -> int:
    # WhatsApp itself knows one; a wrong number may not keep the server busy.
    return min(int(value), 10) if value and value.isdecimal() and len(value) < 4 else 0


def _sort_of(media: list[str], form: Mapping[str, str]) -> Sort | None:
    if media:
        kind = media[0].partition(";")[0].strip().lower()
        return _SORTS.get(kind) or _SORTS.get(kind.partition("/")[0], Sort.OTHER)
    if form.get("Latitude") and form.get("Longitude"):
        return Sort.LOCATION
    kind = form.get("MessageType", "")
    if kind == "reaction":
        return Sort.REACTION
    return None if kind in _TEXT_TYPES or form.get("Body") else Sort.OTHER
