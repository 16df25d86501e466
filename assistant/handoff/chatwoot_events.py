"""Reads what Chatwoot's webhook tells about a conversation that the assistant handed over."""

from __future__ import annotations

from typing import Any

from assistant.handoff.takeover import MAX_TEXT_CHARACTERS, TakeoverEvent, Told

_OUTGOING = ("outgoing", 1)


def read_chatwoot_event(content: Any) -> TakeoverEvent | None:
    """Return the event, None for what isn't for the customer (private notes, own messages)."""
    if not isinstance(content, dict):
        return None
    kind = content.get("event")
    conversation = content.get("conversation") if kind == "message_created" else content
    handover = _handover(conversation)
    if not handover:
        return None
    if kind == "conversation_status_changed" and content.get("status") == "resolved":
        changed = content.get("updated_at") or content.get("timestamp")
        return TakeoverEvent(
            f"chatwoot:resolved:{content.get('id')}:{changed}", handover, Told.ENDED
        )
    is_answer = kind == "message_created" and content.get("message_type") in _OUTGOING
    text = str(content.get("content") or "").strip()
    if not is_answer or content.get("private") or not text:
        return None
    name = str((content.get("sender") or {}).get("name") or "")
    event_id = f"chatwoot:message:{content.get('id')}"
    return TakeoverEvent(event_id, handover, Told.MESSAGE, name, text[:MAX_TEXT_CHARACTERS])


def _handover(conversation: Any) -> str:
    if not isinstance(conversation, dict):
        return ""
    attributes = conversation.get("custom_attributes") or {}
    return str(attributes.get("handover") or "")
