"""The live composer and safety gate, rebuilt when the knowledge changes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.store import shared_store
from assistant.replies.compose import Composer
from assistant.safety.gate import SafetyGate


@dataclass(frozen=True)
class Brain:
    """What adapters need to find risks and make replies."""

    composer: Composer
    gate: SafetyGate


_built: list[tuple[Knowledge, Brain]] = []


def brain() -> Brain:
    """Return the composer and gate of the live knowledge."""
    knowledge = shared_store().knowledge
    if not _built or _built[0][0] is not knowledge:
        _built[:] = [(knowledge, Brain(Composer(knowledge), SafetyGate(knowledge)))]
    return _built[0][1]
