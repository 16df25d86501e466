"""What all custom actions share: safety first, typed replies, never an exception."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn_from_tracker import turn_from_tracker
from assistant.brain import brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.known_risks import after, before, with_recall
from assistant.dialogue.safeguard import safeguard
from assistant.dialogue.turn import Turn
from assistant.nlu.entities import known_risks_slots
from assistant.replies.compose import Composer
from assistant.replies.message import message_of
from assistant.replies.reply import Reply

logger = logging.getLogger(__name__)


class AssistantAction(ABC):
    """Refers before it answers, and refers or apologises when answering fails.

    Not an Action itself: rasa_sdk would register it as one.
    """

    @abstractmethod
    def name(self) -> str:
        """Return the name that rules and stories use."""

    @abstractmethod
    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return what to say when nothing forbids an answer."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the replies and remember the risks that were mentioned."""
        live = brain()
        turn = turn_from_tracker(tracker, live.gate)
        try:
            replies = safeguard(turn, live.composer, live.gate) or self.replies(turn, live.composer)
        except Exception as error:
            # The error's text may quote the customer, so only its type is logged.
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            replies = failsafe_replies(turn, live.composer, live.gate)
        replies = with_recall(turn, replies, live.composer)
        for reply in replies:
            dispatcher.utter_message(**message_of(reply))
        return _changed(known_risks_slots(before(turn)), known_risks_slots(after(turn, replies)))


def _changed(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    return [SlotSet(slot, value) for slot, value in new.items() if value != old[slot]]
