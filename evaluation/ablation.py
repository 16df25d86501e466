"""What the Dutch spaCy model adds: the same pipeline with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nl_core_news_sm
import numpy as np
from ruamel.yaml import YAML
from spacy.tokens import Doc

from assistant.brain import brain
from assistant.nlu.topic_classifier import CONTENT_TAGS
from assistant.safety.medicines import MedicineMatcher
from assistant.safety.normalise import normalise
from assistant.understanding.topic_model import Example, TopicModel, TopicModelSettings
from evaluation.heldout import HeldOut

TRAINING = Path("data/nlu.yml")
SEED = 7


def training_examples() -> list[Example]:
    """Return the training messages with the lemmas of their content words."""
    content = YAML(typ="safe").load(TRAINING.read_text(encoding="utf-8"))
    pairs = [
        (str(entry["intent"]), line[2:])
        for entry in content["nlu"]
        for line in entry["examples"].splitlines()
    ]
    lemmas = _lemmas([text for _, text in pairs])
    return [Example(text, found, topic) for (topic, text), found in zip(pairs, lemmas, strict=True)]


def classifier_rows(messages: Sequence[HeldOut]) -> list[list[str]]:
    """Compare the classifier with and without lemmas, on all data and on a tenth."""
    examples = training_examples()
    held = [
        Example(message.text, lemmas)
        for message, lemmas in zip(messages, _lemmas([m.text for m in messages]), strict=True)
    ]
    order = np.random.default_rng(SEED).permutation(len(examples))
    rows = []
    for share in (1.0, 0.1):
        chosen = [examples[i] for i in order[: int(share * len(examples))]]
        accuracies = []
        for lemmas in (True, False):
            model = TopicModel.fit(chosen, TopicModelSettings(lemmas=lemmas))
            best = model.probabilities(held).argmax(axis=1)
            right = [model.topics[b] in m.topics for b, m in zip(best, messages, strict=True)]
            accuracies.append(float(np.mean(right)))
        rows.append([str(len(chosen)), f"{accuracies[0]:.3f}", f"{accuracies[1]:.3f}"])
    return rows


def gate_rows(risky: Sequence[str], harmless: Sequence[str]) -> list[list[str]]:
    """Compare the medicine matcher with and without the model's vocabulary and lemmas."""
    medicines = brain().composer.knowledge.medicines
    rows = []
    with_model = brain().gate
    without = MedicineMatcher(medicines)
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


def _lemmas(texts: Sequence[str]) -> list[tuple[str, ...]]:
    return [
        tuple(token.lemma_.lower() for token in doc if token.tag_.startswith(CONTENT_TAGS))
        for doc in _docs(texts)
    ]
