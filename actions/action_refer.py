"""Refers to a professional, or to 112, for a refer topic."""

from __future__ import annotations

from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.answering import answers
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply


class ActionRefer(AssistantAction, Action):
    """Refers to a professional, or to 112, for a refer topic."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_refer"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return the referral for the intent, though the gate itself found nothing."""
        return answers(turn, composer)
