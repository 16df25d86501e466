"""Says how to reach a person, and has the hand-over form begin."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from rasa_sdk import Action, Tracker

from actions.assistant_action import AssistantAction
from actions.form_from_tracker import last_messages
from assistant.brain import Brain
from assistant.dialogue.safeguard import emergency_replies, referral_replies
from assistant.dialogue.turn import Turn
from assistant.nlu.entities import (
    HANDOVER_ID_SLOT,
    HANDOVER_MESSAGES_SLOT,
    HANDOVER_WANTED_SLOT,
    handover_slots,
)
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply


class ActionHandover(AssistantAction, Action):
    """Says how to reach a person, and has the hand-over form begin."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_handover"

    def decide(self, turn: Turn, live: Brain) -> list[Reply]:
        """Refer first where that is due; only an emergency keeps the form from beginning."""
        urgent = emergency_replies(turn, live.composer)
        if urgent:
            return urgent
        referrals = referral_replies(turn, live.composer, live.gate)
        without_offer = [live.composer.without_offer(reply) for reply in referrals]
        return [*without_offer, *live.handover.begin()]

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return how to reach the shop's people."""
        return [composer.handover()]

    def more_slots(self, tracker: Tracker, said: list[Reply]) -> dict[str, Any]:
        """Begin with an empty form and a new request.

        What was said before is kept now: when the form ends it may be too long ago to be read.
        """
        if not any(reply.kind is Kind.HANDOVER for reply in said):
            return {HANDOVER_WANTED_SLOT: False}
        return {
            **handover_slots(None),
            HANDOVER_WANTED_SLOT: True,
            HANDOVER_ID_SLOT: uuid.uuid4().hex,
            HANDOVER_MESSAGES_SLOT: [asdict(message) for message in last_messages(tracker)],
        }
