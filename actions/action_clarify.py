"""Asks back when a message wasn't understood."""

from __future__ import annotations

from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.clarifying import clarifications
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply


class ActionClarify(AssistantAction, Action):
    """Asks back when a message wasn't understood."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_clarify"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return the likeliest topics as buttons, or the offer of a person."""
        return clarifications(turn, composer)
