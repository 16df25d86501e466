"""What the Dutch spaCy model's vocabulary adds to the medicine rules."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.brain import brain
from assistant.safety.medicines import MEDICATION, MedicineMatcher
from assistant.safety.normalise import normalise


def gate_rows(risky: Sequence[str], harmless: Sequence[str]) -> list[list[str]]:
    """Compare the medicine matcher with and without the model's vocabulary."""
    knowledge = brain().composer.knowledge
    rows = []
    with_model = brain().gate
    without = MedicineMatcher(knowledge.medicines, groups=knowledge.risks.groups)
    for name, texts in (("risk: medicine named", risky), ("harmless", harmless)):
        found = sum(any(f.risk == MEDICATION for f in with_model.findings(text)) for text in texts)
        bare = sum(any(True for _ in without.find(normalise(text))) for text in texts)
        rows.append([name, str(len(texts)), str(found), str(bare)])
    return rows
