"""All replaced functions, for who starts an engine."""

from __future__ import annotations

from assistant.runtime.deviations.action_validator import ACTION_VALIDATOR
from assistant.runtime.deviations.applied_events import APPLIED_EVENTS
from assistant.runtime.deviations.conversation_states import CONVERSATION_STATES
from assistant.runtime.deviations.event_classes import EVENT_CLASSES
from assistant.runtime.deviations.graph_order import GRAPH_ORDER
from assistant.runtime.deviations.no_memory_fallback import NO_MEMORY_FALLBACK
from assistant.runtime.deviations.one_dutch_model import ONE_DUTCH_MODEL
from assistant.runtime.deviations.understanding_aside import UNDERSTANDING_ASIDE

REPLACEMENTS = (
    ACTION_VALIDATOR,
    APPLIED_EVENTS,
    CONVERSATION_STATES,
    EVENT_CLASSES,
    GRAPH_ORDER,
    NO_MEMORY_FALLBACK,
    ONE_DUTCH_MODEL,
    UNDERSTANDING_ASIDE,
)


def install_replacements() -> None:
    """Replace what the operator didn't leave out. Raises UnknownRasa."""
    for replacement in REPLACEMENTS:
        replacement.install()
