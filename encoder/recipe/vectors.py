"""Writes the vectors of today's training messages: ``make vectors``. The encoder stays as it is."""

from __future__ import annotations

from pathlib import Path

from assistant.understanding.encoder import DEFAULT_FOLDER, SentenceEncoder
from assistant.understanding.known_vectors import write_known_vectors
from recipe.messages import all_texts


def write_vectors(folder: Path) -> SentenceEncoder:
    """Encode the training messages that aren't known yet, and return the encoder."""
    encoder = SentenceEncoder(folder)
    texts = all_texts()
    write_known_vectors(folder, texts, encoder.encode_all(texts))
    return encoder


if __name__ == "__main__":
    write_vectors(DEFAULT_FOLDER)
