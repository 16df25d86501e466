"""The second safety detector: learns from messages which of them need a professional.

It shares nothing with the rules of ``assistant/safety`` but the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.linear import Array
from assistant.understanding.message_features import MessageFeatures
from assistant.understanding.two_views import TwoViews, Views

NO_RISK = "geen"
_FILE = "risk_model"
# Rarer terms double the features and add nothing.
_MIN_TEXTS = 4


@dataclass(frozen=True)
class RiskExample:
    """A message and its risk kind, ``noodgeval`` or NO_RISK.

    ``unseen`` ones the encoder wasn't refined on: only they can tell how sure to be. A message
    counts ``weight`` times in the fit.
    """

    text: str
    kind: str
    unseen: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Suspicion:
    """A risk kind or ``noodgeval``, and the probability that there is any risk at all."""

    kind: str
    probability: float


class RiskModel:
    """Tells whether a message holds a risk; the thresholds are chosen in training.

    From ``threshold`` on a message is suspected, below ``harmless_threshold`` it is surely
    harmless.
    """

    def __init__(
        self,
        features: MessageFeatures,
        classifier: TwoViews,
        kinds: Sequence[str],
        threshold: float,
        harmless_threshold: float,
    ) -> None:
        """Take fitted parts; ``kinds`` names the classifier's columns."""
        self.kinds = list(kinds)
        self.threshold = threshold
        self.harmless_threshold = harmless_threshold
        self._features = features
        self._classifier = classifier

    @classmethod
    def fit(
        cls,
        examples: Sequence[RiskExample],
        encoder: SentenceEncoder,
        max_false_alarms: float,
        max_overlooked: float,
    ) -> RiskModel:
        """Fit on examples of at least two risks, and choose the thresholds on unseen ones.

        ``max_false_alarms`` is the share of unseen harmless messages that may be suspected,
        ``max_overlooked`` the share of unseen risks that may seem surely harmless.
        """
        texts = [example.text for example in examples]
        kinds = np.array([example.kind for example in examples])
        unseen = np.array([example.unseen for example in examples])
        features, messages = MessageFeatures.fit(texts, encoder, _MIN_TEXTS)
        shares = np.array([example.weight for example in examples])
        # The unseen ones choose the threshold before the model learns from them, too.
        first = TwoViews.fit(messages[~unseen], kinds[~unseen].tolist(), shares[~unseen])
        chances = _risk(first, messages[unseen], np.unique(kinds))
        harmless = kinds[unseen] == NO_RISK
        threshold = float(np.quantile(chances[harmless], 1 - max_false_alarms))
        harmless_threshold = float(np.quantile(chances[~harmless], max_overlooked))
        classifier = TwoViews.fit(messages, kinds.tolist(), shares, first)
        names = np.unique(kinds).tolist()
        return cls(features, classifier, names, threshold, harmless_threshold)

    def suspicion(self, text: str, clauses: Sequence[str]) -> Suspicion:
        """Return the risk that a message or a clause of it most probably holds."""
        views = self._features.of(text, clauses)
        chances = np.exp(self._classifier.log_probabilities_of(*views))
        harmless = self.kinds.index(NO_RISK)
        part = chances[chances[:, harmless].argmin()]
        probability = 1 - float(part[harmless])
        part[harmless] = 0
        return Suspicion(self.kinds[int(part.argmax())], probability)

    def save(self, folder: Path) -> None:
        """Write the model to a folder, without pickles; the encoder stays where it is."""
        self._features.save(
            folder / _FILE,
            {
                "kinds": self.kinds,
                "threshold": self.threshold,
                "harmless_threshold": self.harmless_threshold,
            },
            **self._classifier.arrays(),
        )

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder) -> RiskModel:
        """Read a model that ``save`` wrote."""
        features, details, arrays = MessageFeatures.load(folder / _FILE, encoder)
        thresholds = details["threshold"], details["harmless_threshold"]
        return cls(features, TwoViews.restore(arrays), details["kinds"], *thresholds)


def _risk(classifier: TwoViews, messages: Views, kinds: Array) -> Array:
    harmless = list(kinds).index(NO_RISK)
    return np.asarray(1 - np.exp(classifier.log_probabilities(messages)[:, harmless]))
