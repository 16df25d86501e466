"""What all custom actions share: safety first, typed replies, never an exception."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.person_who_answers import person_who_answers
from actions.turn_from_tracker import turn_from_tracker
from assistant.brain import Brain, brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.known_risks import after, before, with_recall
from assistant.dialogue.safeguard import safeguard
from assistant.dialogue.turn import Turn
from assistant.nlu.entities import TAKEN_OVER_SLOT, known_risks_slots
from assistant.replies.compose import Composer
from assistant.replies.message import SILENCE, message_of
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

    def decide(self, turn: Turn, live: Brain) -> list[Reply]:
        """Return what to say; raises whatever answering raises."""
        return safeguard(turn, live.composer, live.gate) or self.replies(turn, live.composer)

    def more_slots(self, tracker: Tracker, said: list[Reply]) -> dict[str, Any]:
        """Return slots to set besides the risks, by what was said now and before."""
        return {}

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the replies and remember the risks that were mentioned."""
        live = brain()
        turn = turn_from_tracker(tracker, live.gate)
        person = await person_who_answers(tracker)
        try:
            replies = [] if person and not turn.emergency else self.decide(turn, live)
        except Exception as error:
            # The error's text may quote the customer, so only its type is logged.
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            replies = failsafe_replies(turn, live.composer, live.gate)
        if person:
            dispatcher.utter_message(**SILENCE)
        else:
            replies = with_recall(turn, replies, live.composer)
        for reply in replies:
            dispatcher.utter_message(**message_of(reply))
        slots = {**self.more_slots(tracker, replies), TAKEN_OVER_SLOT: person}
        return risk_events(turn, replies) + changed_slots(tracker, slots)


def risk_events(turn: Turn, said: list[Reply]) -> list[dict[str, Any]]:
    """Return the events that remember the risks of a turn in which this was said."""
    old, new = known_risks_slots(before(turn)), known_risks_slots(after(turn, said))
    return [SlotSet(slot, value) for slot, value in new.items() if value != old[slot]]


def changed_slots(tracker: Tracker, slots: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the events that bring slots to these values."""
    return [
        SlotSet(slot, value) for slot, value in slots.items() if value != tracker.get_slot(slot)
    ]
