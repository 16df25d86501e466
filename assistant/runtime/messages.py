"""Bot messages as channels hand them out."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from assistant.brain import brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.turn import Turn

logger = logging.getLogger(__name__)
BotMessage = dict[str, Any]


class TypedOutputChannel(CollectingOutputChannel):
    """Collects messages with their ``kind`` and ``topics``."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message of the bot."""
        self.messages.append(
            {
                "text": message.get("text") or "",
                "buttons": [
                    {"title": button["title"], "payload": button["payload"]}
                    for button in message.get("buttons") or ()
                ],
                "kind": message.get("kind"),
                "topics": list(message.get("topics") or ()),
            }
        )


def failsafe_messages(text: str, error: Exception | None = None) -> list[BotMessage]:
    """Return what a customer gets when the engine itself failed: referral or apology."""
    if error is not None:
        # The error's text may quote the customer, so only its type is logged.
        logger.error("the engine failed: %s", type(error).__name__)
    live = brain()
    return [
        {
            "text": reply.text,
            "buttons": [],
            "kind": reply.kind.value,
            "topics": list(reply.topics),
        }
        for reply in failsafe_replies(Turn(text), live.composer, live.gate)
    ]
