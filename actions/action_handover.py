"""Says how to reach a person."""

from __future__ import annotations

from rasa_sdk import Action

from actions.assistant_action import AssistantAction
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply


class ActionHandover(AssistantAction, Action):
    """Says how to reach a person."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_handover"

    def replies(self, turn: Turn, composer: Composer) -> list[Reply]:
        """Return how to reach the shop's people."""
        return [composer.handover()]
