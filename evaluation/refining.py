"""Says when refining the encoder on the training messages of today would pay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.understanding.held_back import is_held_back
from assistant.understanding.topic_model import Example

# A rule of thumb: the light part alone learns a tenth more messages well enough.
MAX_NEW_SHARE = 0.1
RECORD_FILE = "build.json"


def refining_advice(
    examples: Sequence[Example], risk_messages: Iterable[str], encoder: Path
) -> str:
    """Return a sentence that compares the training messages with what the encoder was made of."""
    record = json.loads((encoder / RECORD_FILE).read_text(encoding="utf-8"))
    texts = {*(example.text for example in examples), *risk_messages}
    now = sum(not is_held_back(text) for text in texts)
    new = max(0, now - record["refined_on_messages"])
    topics = sorted({example.topic for example in examples} - {*record["refined_on_topics"]})
    share = new / max(now, 1)
    pays = bool(topics) or share > MAX_NEW_SHARE
    return (
        f"The encoder was refined on {new} messages fewer than today's {now} ({share:.0%}) and "
        f"without {len(topics)} topics{': ' + ', '.join(topics) if topics else ''}. Refining it "
        f"(`make encoder`) {'would pay' if pays else 'would bring little'}."
    )
