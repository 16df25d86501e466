"""What a visitor gets on opening the chat."""

from __future__ import annotations

from typing import Any

from assistant.replies.compose import MAX_CHARACTERS, Composer
from assistant.replies.render import fill
from assistant.storage.retention import retention_days

HEARTBEAT_SECONDS = 15.0


def days_kept(composer: Composer) -> int:
    """Return after how many days a conversation is over and deleted."""
    return min(composer.knowledge.web.days_kept, retention_days())


def settings(composer: Composer) -> dict[str, Any]:
    """Return what the widget needs to know."""
    return {
        "max_characters": MAX_CHARACTERS,
        "days_kept": days_kept(composer),
        "heartbeat_seconds": HEARTBEAT_SECONDS,
        "shop": composer.knowledge.shop.name,
    }


def welcome(composer: Composer) -> dict[str, Any]:
    """Return the notice, four questions to begin with and where privacy is explained."""
    knowledge = composer.knowledge
    return {
        "text": fill(
            knowledge.web.welcome.text, shop=knowledge.shop.name, days=days_kept(composer)
        ),
        "suggestions": suggestions(composer),
        "privacy_page": knowledge.shop.privacy_page,
    }


def suggestions(composer: Composer) -> list[dict[str, str]]:
    """Return the first questions as buttons."""
    return [
        {"title": each.question, "payload": f"/{each.topic}"}
        for each in composer.knowledge.web.welcome.suggestions
    ]
