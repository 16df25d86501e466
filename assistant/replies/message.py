"""A reply as the plain data that Rasa carries from an action to a channel."""

from __future__ import annotations

from typing import Any

from assistant.replies.reply import DUTCH, Reply

Message = dict[str, Any]

# What an action says while a person answers: no channel shows it.
_SILENCE = "silence"
SILENCE: Message = {"text": "", "kind": _SILENCE}


def is_silence(message: Message) -> bool:
    """Tell whether a message stands for meaning to say nothing."""
    return message.get("kind") == _SILENCE


def message_of(reply: Reply) -> Message:
    """Return a reply as JSON-ready data: text, buttons, kind, topics, source, links, language."""
    return {
        "text": reply.text,
        "buttons": [{"title": button.title, "payload": button.payload} for button in reply.buttons],
        "kind": reply.kind.value,
        "topics": list(reply.topics),
        "source": reply.source,
        "links": [
            {"title": link.title, "url": link.url, "role": link.role.value} for link in reply.links
        ],
        "language": reply.language,
    }


def read_message(carried: Message) -> Message:
    """Return such data again from what a channel was handed; what is missing is empty."""
    return {
        "text": carried.get("text") or "",
        "buttons": [
            {"title": button["title"], "payload": button["payload"]}
            for button in carried.get("buttons") or ()
        ],
        "kind": carried.get("kind"),
        "topics": list(carried.get("topics") or ()),
        "source": carried.get("source") or "",
        "links": list(carried.get("links") or ()),
        "language": carried.get("language") or DUTCH,
    }
