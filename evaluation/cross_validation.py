"""Cross-validation and learning curve on the training messages, ours beside tf-idf.

The encoder was refined on nine tenths of them, so only the held-back tenth may test ours:
each fold trains on all the rest and tests on a fifth of that tenth. tf-idf runs on the same.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.held_back import is_held_back
from assistant.understanding.surface import SurfaceFeatures
from assistant.understanding.topic_model import Example, TopicModel

FOLDS = 5
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
SEED = 3


@dataclass
class FoldScores:
    """Accuracy per fold."""

    ours: list[float] = field(default_factory=list)
    tfidf: list[float] = field(default_factory=list)


def cross_validate(examples: Sequence[Example], encoder: SentenceEncoder) -> FoldScores:
    """Run five folds over the held-back messages."""
    held_back = [example for example in examples if is_held_back(example.text)]
    seen = [example for example in examples if not is_held_back(example.text)]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    scores = FoldScores()
    for train, test in folds.split(held_back, [example.topic for example in held_back]):
        known = [*seen, *(held_back[row] for row in train)]
        asked = [held_back[row] for row in test]
        scores.ours.append(_share_right(asked, _ours(known, asked, encoder)))
        scores.tfidf.append(_share_right(asked, tfidf_guesses(known, asked)))
    return scores


def learning_curve(
    examples: Sequence[Example], encoder: SentenceEncoder
) -> list[tuple[int, float, float]]:
    """Return (messages, ours, tf-idf) for growing shares of the training messages.

    The held-back tenth tests. The encoder stays the one that knows all the others, so ours
    shows what more messages bring to the light part only.
    """
    asked = [example for example in examples if is_held_back(example.text)]
    seen = [example for example in examples if not is_held_back(example.text)]
    order = np.random.default_rng(SEED).permutation(len(seen))
    rows = []
    for share in SHARES:
        known = [seen[row] for row in order[: int(share * len(seen))]]
        ours = _share_right(asked, _ours(known, asked, encoder))
        rows.append((len(known), ours, _share_right(asked, tfidf_guesses(known, asked))))
    return rows


def tfidf_guesses(known: Sequence[Example], asked: Sequence[Example]) -> list[str]:
    """Return the first choices of tf-idf with logistic regression."""
    features, looks = SurfaceFeatures.fit([example.text for example in known])
    model = LogisticRegression(C=30.0, max_iter=60, tol=1.0)
    with warnings.catch_warnings():
        # The iterations are bounded on purpose.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(looks, [example.topic for example in known])
    return [str(guess) for guess in model.predict(features.transform([e.text for e in asked]))]


def _ours(
    known: Sequence[Example], asked: Sequence[Example], encoder: SentenceEncoder
) -> list[str]:
    model = TopicModel.fit(known, encoder)
    chances = model.score([example.text for example in asked]).probabilities
    return [model.topics[column] for column in chances.argmax(axis=1)]


def _share_right(asked: Sequence[Example], guesses: Sequence[str]) -> float:
    pairs = zip(asked, guesses, strict=True)
    return float(np.mean([example.topic == guess for example, guess in pairs]))
