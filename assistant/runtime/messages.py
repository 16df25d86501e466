"""Bot messages as channels hand them out."""

from __future__ import annotations

import logging
from dataclasses import replace

from rasa.core.channels.channel import CollectingOutputChannel

from assistant.brain import brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.turn import Turn
from assistant.replies.message import Message, is_silence, message_of, read_message
from assistant.runtime import metrics

logger = logging.getLogger(__name__)


class TypedOutputChannel(CollectingOutputChannel):
    """Collects messages as typed data (see assistant.replies.message)."""

    silent = False

    async def send_response(self, recipient_id: str, message: Message) -> None:
        """Keep one message of the bot."""
        if is_silence(message):
            self.silent = True
        else:
            self.messages.append(read_message(message))

    def replies(self, text: str) -> list[Message]:
        """Return the answer to a text: fail-safe when nothing was said without meaning it."""
        return self.messages if self.messages or self.silent else failsafe_messages(text)


def failsafe_messages(text: str, error: Exception | None = None) -> list[Message]:
    """Return what a customer gets when the engine itself failed: referral or apology."""
    if error is not None:
        # The error's text may quote the customer, so only its type is logged.
        logger.error("the engine failed: %s", type(error).__name__)
        metrics.failures.labels(where="engine", error=type(error).__name__).inc()
    live = brain()
    return [
        # The engine doesn't know that it offered these buttons.
        message_of(replace(reply, buttons=()))
        for reply in failsafe_replies(Turn(text), live.composer, live.gate)
    ]
