"""The training messages, and an encoder that remembers what it encoded."""

from __future__ import annotations

from pathlib import Path

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

    def encode(self, text: str) -> Vectors:
        """Return a unit vector of shape (hidden,)."""
        if text not in self._encoded:
            self._encoded[text] = super().encode(text)
        return self._encoded[text]
