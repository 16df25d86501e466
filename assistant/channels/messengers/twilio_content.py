"""Buttons and lists for WhatsApp by Twilio, which shows contents that were made beforehand.

A content for each number of choices has places for the text and for the choices' titles and ids,
so that ten of them serve every message. In a conversation they need no approval; but a place
takes no line break, which is why an answer and its choices are two messages.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.channels.messengers.limits import TWILIO_LIST_ROWS, TWILIO_REPLY_BUTTONS
from assistant.channels.messengers.rendering import Part

COUNTS = range(1, TWILIO_LIST_ROWS + 1)
_TEXT, _BUTTON = "text", "button"


def content_name(count: int) -> str:
    """Return the name of the content for so many choices, by which it is found again."""
    return f"assistant_choices_{count}"


def content(count: int) -> dict[str, Any]:
    """Return the content for so many choices, as Twilio's Content API takes it."""
    numbers = range(1, count + 1)
    names = [_TEXT, *(name for number in numbers for name in _names(number))]
    kind: dict[str, Any]
    if count <= TWILIO_REPLY_BUTTONS:
        actions = [
            {"type": "QUICK_REPLY", "title": _place(title), "id": _place(choice_id)}
            for title, choice_id in map(_names, numbers)
        ]
        kind = {"twilio/quick-reply": {"body": _place(_TEXT), "actions": actions}}
    else:
        items = [
            {"item": _place(title), "id": _place(choice_id)}
            for title, choice_id in map(_names, numbers)
        ]
        names.append(_BUTTON)
        kind = {
            "twilio/list-picker": {
                "body": _place(_TEXT),
                "button": _place(_BUTTON),
                "items": items,
            }
        }
    return {
        "friendly_name": content_name(count),
        "language": "nl",
        "variables": dict.fromkeys(names, "-"),
        "types": kind,
    }


def content_variables(part: Part, list_button: str) -> str:
    """Return what stands in the places of the content for a part."""
    values = {_TEXT: part.text}
    for number, choice in enumerate(part.choices, start=1):
        title, choice_id = _names(number)
        values |= {title: choice.title, choice_id: choice.id}
    if len(part.choices) > TWILIO_REPLY_BUTTONS:
        values[_BUTTON] = list_button
    # Twilio has refused a plain apostrophe (issue 1082 of twilio-node).
    return json.dumps(values, ensure_ascii=False).replace("'", "\\u0027")


def _names(number: int) -> tuple[str, str]:
    return f"title{number}", f"id{number}"


def _place(name: str) -> str:
    return "{{" + name + "}}"
