"""Lets a customer press buttons, but never type Rasa's internal commands."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.guarded import guarded
from assistant.nlu.without_settings import WithoutSettings
from assistant.safety.normalise import without_control_characters

# Rasa's spaCy tokenizer fails on an empty text.
NOTHING_TYPED = "."


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PayloadGuard(WithoutSettings):
    """Turns text that starts with ``/`` into plain text unless the bot offered it.

    Rasa reads such text as an intent (``/restart``) with entities (``/x{"slot": null}``),
    on every channel. Here only the exact payload of a button that this conversation has
    shown counts.
    """

    @guarded
    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Replace the text of messages that only look like a payload."""
        for message in messages:
            text = without_control_characters(message.get(TEXT) or "")
            is_command = text.strip().startswith(INTENT_MESSAGE_PREFIX)
            if is_command and text not in offered_payloads(tracker):
                text = text.strip().lstrip(f"{INTENT_MESSAGE_PREFIX} ")
            message.set(TEXT, text if text.strip() else NOTHING_TYPED)
        return messages


def offered_payloads(tracker: DialogueStateTracker) -> set[str]:
    """Return the payloads of all buttons that a conversation has shown."""
    return {
        str(button.get("payload"))
        for event in tracker.events
        if isinstance(event, BotUttered)
        for button in event.data.get("buttons") or ()
    }
