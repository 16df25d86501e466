"""Says when refining the encoder on the training messages of today would pay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from assistant.understanding.known_vectors import KnownVectors
from assistant.understanding.topic_model import Example

# A rule of thumb: the light part alone learns a tenth more messages well enough.
MAX_NEW_SHARE = 0.1
RECORD_FILE = "build.json"


def refining_advice(examples: Sequence[Example], encoder: Path) -> str:
    """Return a sentence that compares the training messages with what the encoder was made of."""
    record = json.loads((encoder / RECORD_FILE).read_text(encoding="utf-8"))
    known = KnownVectors.load(encoder)
    new = sum(known.get(example.text) is None for example in examples)
    topics = sorted({example.topic for example in examples} - {*record["refined_on_topics"]})
    share = new / max(len(examples), 1)
    pays = bool(topics) or share > MAX_NEW_SHARE
    return (
        f"The encoder doesn't know {new} of {len(examples)} training messages ({share:.0%}) and "
        f"{len(topics)} topics{': ' + ', '.join(topics) if topics else ''}. Refining it "
        f"(`make encoder`) {'would pay' if pays else 'would bring little'}."
    )
