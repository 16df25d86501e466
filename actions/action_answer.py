"""Answers the topics that a customer asked about."""

from __future__ import annotations

from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.answering import answers
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply


class ActionAnswer(AssistantAction, Action):
    """Answers the topics that a customer asked about."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return the answers in the order asked."""
        return answers(turn, composer)
