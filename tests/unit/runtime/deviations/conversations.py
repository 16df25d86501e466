"""Conversations in which something is taken back, for what replays conversations."""

from __future__ import annotations

import random
from collections.abc import Callable

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

DOMAIN = Domain.from_dict(
    {
        "version": "3.1",
        "intents": ["ask", "stop"],
        "entities": ["product"],
        "slots": {
            "wanted": {"type": "bool", "mappings": [{"type": "custom"}]},
            "name": {"type": "text", "mappings": [{"type": "custom"}]},
        },
        "forms": {"form": {"required_slots": ["name"]}},
        "actions": ["answer"],
    }
)
_EVENTS: tuple[Callable[[], Event], ...] = (
    lambda: UserUttered("?", {"name": "ask"}, [{"entity": "product", "value": "x"}]),
    lambda: UserUttered("!", {"name": "stop"}),
    lambda: ActionExecuted("action_listen"),
    lambda: ActionExecuted("answer"),
    lambda: ActionExecuted("form"),
    lambda: BotUttered("said"),
    lambda: SlotSet("wanted", True),
    lambda: SlotSet("name", "Anna"),
    lambda: SlotSet("name", None),
    lambda: ActiveLoop("form"),
    lambda: ActiveLoop(None),
    lambda: LoopInterrupted(True),
    lambda: ActionReverted(),
    lambda: UserUtteranceReverted(),
    lambda: SessionStarted(),
    lambda: Restarted(),
)
# Taking back and beginning anew are rare, or nothing would be left to go on with.
_OFTEN = (12, 6, 12, 12, 6, 6, 4, 4, 2, 4, 2, 1, 2, 2, 1, 1)


def random_events(seed: int, count: int) -> list[Event]:
    """Return as many events, the same for the same seed."""
    chance = random.Random(seed)
    return [make() for make in chance.choices(_EVENTS, _OFTEN, k=count)]


def conversation() -> DialogueStateTracker:
    """Return a conversation in which nothing happened yet."""
    return DialogueStateTracker("somebody", DOMAIN.slots)
