"""Rasa response generator: what the server itself says when an action could not."""

from __future__ import annotations

from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from assistant.brain import brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.turn import Turn
from assistant.nlu.entities import findings_from_entities
from assistant.replies.message import message_of
from assistant.replies.reply import Reply, gravest


class FailsafeResponses(NaturalLanguageGenerator):
    """Makes every response from knowledge: there are no response templates in the domain."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Take what Rasa passes; nothing of it is needed."""

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return the referral or emergency line that is due, else an apology."""
        message = tracker.latest_message
        text = (message.text if message else "") or ""
        turn = Turn(
            text,
            intent=message.intent.get("name") if message else None,
            findings=findings_from_entities(message.entities if message else []),
        )
        return as_message(failsafe_replies(turn, brain().composer, brain().gate))


def as_message(replies: list[Reply]) -> dict[str, Any]:
    """Join replies to one Rasa message with ``kind``, ``topics`` and ``links``."""
    return {
        "text": "\n\n".join(reply.text for reply in replies),
        "kind": gravest(reply.kind.value for reply in replies),
        "topics": [topic for reply in replies for topic in reply.topics],
        "links": [link for reply in replies for link in message_of(reply)["links"]],
    }
