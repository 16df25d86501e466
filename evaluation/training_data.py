"""The training messages, and an encoder that remembers what it encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from assistant.understanding.encoder import SentenceEncoder
from assistant.understanding.topic_model import Example
from assistant.understanding.vectors import Vectors

TRAINING = Path("data/nlu.yml")


def training_examples(path: Path = TRAINING) -> list[Example]:
    """Return the training messages with their topics."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [
        Example(line[2:], str(entry["intent"]))
        for entry in content["nlu"]
        for line in entry["examples"].splitlines()
    ]


class RememberingEncoder(SentenceEncoder):
    """Encodes each text once: folds and fractions share most of them."""

    def __init__(self, folder: Path) -> None:
        """Load the artefact."""
        super().__init__(folder)
        self._known: dict[str, Vectors] = {}

    def encode(self, text: str) -> Vectors:
        """Return a unit vector of shape (hidden,)."""
        if text not in self._known:
            self._known[text] = super().encode(text)
        return self._known[text]

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (texts, hidden)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, super().encode_all(new), strict=True))
        return np.stack([self._known[text] for text in texts])
