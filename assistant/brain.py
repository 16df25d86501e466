"""The live composer and safety gate, rebuilt when the knowledge changes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.handoff.form import FormReader
from assistant.handoff.replies import HandoverComposer
from assistant.knowledge.loader import Knowledge
from assistant.knowledge.store import shared_store
from assistant.replies.compose import Composer
from assistant.safety.gate import SafetyGate
from assistant.understanding.follow_up import FollowUpReader


@dataclass(frozen=True)
class Brain:
    """What adapters need to find risks, read follow-ups and make replies."""

    composer: Composer
    gate: SafetyGate
    follow_ups: FollowUpReader
    form_reader: FormReader
    handover: HandoverComposer


_built: list[tuple[Knowledge, Brain]] = []


def brain() -> Brain:
    """Return the composer and gate of the live knowledge."""
    knowledge = shared_store().knowledge
    if not _built or _built[0][0] is not knowledge:
        composer, follow_ups = Composer(knowledge), FollowUpReader(knowledge.follow_ups)
        built = Brain(
            composer,
            SafetyGate(knowledge),
            follow_ups,
            FormReader(knowledge, follow_ups),
            HandoverComposer(knowledge, composer),
        )
        _built[:] = [(knowledge, built)]
    return _built[0][1]
