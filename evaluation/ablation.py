"""What the Dutch spaCy model adds: the same pipeline with and without it."""

from __future__ import annotations

from collections.abc import Sequence

import nl_core_news_sm
from spacy.tokens import Doc

from assistant.brain import brain
from assistant.safety.medicines import MedicineMatcher
from assistant.safety.normalise import normalise


def gate_rows(risky: Sequence[str], harmless: Sequence[str]) -> list[list[str]]:
    """Compare the medicine matcher with and without the model's vocabulary and lemmas."""
    knowledge = brain().composer.knowledge
    rows = []
    with_model = brain().gate
    without = MedicineMatcher(knowledge.medicines, groups=knowledge.risks.groups)
    for name, texts in (("risk: medicine named", risky), ("harmless", harmless)):
        lemmas = [[token.lemma_ for token in doc] for doc in _docs(texts)]
        found = sum(
            any(f.risk == "medicatie" for f in with_model.findings(text, words))
            for text, words in zip(texts, lemmas, strict=True)
        )
        bare = sum(any(True for _ in without.find(normalise(text))) for text in texts)
        rows.append([name, str(len(texts)), str(found), str(bare)])
    return rows


def _docs(texts: Sequence[str]) -> list[Doc]:
    nlp = nl_core_news_sm.load(disable=["parser"])
    return list(nlp.pipe(text.lower() for text in texts))
