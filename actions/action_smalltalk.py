"""Small talk, and questions that aren't for this assistant."""

from __future__ import annotations

from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.small_talk import small_talk
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply


class ActionSmalltalk(AssistantAction, Action):
    """Small talk, and questions that aren't for this assistant."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_smalltalk"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return the line for the intent."""
        return small_talk(turn, composer)
