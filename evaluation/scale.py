"""How speed and size grow with the number of topics, on synthetic topics of four examples."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.understanding.encoder import DEFAULT_FOLDER, SentenceEncoder
from assistant.understanding.topic_model import Example, TopicModel

TOPIC_COUNTS = (10, 100, 1_000, 5_000)
EXAMPLES_PER_TOPIC = 4
ASKED = 200
SEED = 5
_SYLLABLES = ("ka", "mo", "ri", "ten", "vlo", "du", "spe", "ga", "lin", "bor", "wie", "zon")


def scale_rows(counts: Sequence[int] = TOPIC_COUNTS) -> list[list[str]]:
    """Return topics, training seconds, ms per message (p50, p95), its ratio and megabytes."""
    encoder = SentenceEncoder(DEFAULT_FOLDER)
    rows: list[list[str]] = []
    first = 0.0
    for count in counts:
        examples = synthetic(count)
        started = time.perf_counter()
        model = TopicModel.fit(examples, encoder)
        seconds = time.perf_counter() - started
        asked = random.Random(SEED).choices(examples, k=ASKED)
        median, tail = np.percentile(milliseconds(model, [e.text for e in asked]), [50, 95])
        first = first or float(median)
        with tempfile.TemporaryDirectory() as folder:
            model.save(Path(folder))
            size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
        rows.append(
            [
                str(count), f"{seconds:.0f}", f"{median:.1f}", f"{tail:.1f}",
                f"{median / first:.2f}", f"{size:.1f}",
            ]
        )  # fmt: skip
    return rows


def synthetic(topics: int) -> list[Example]:
    """Return examples about made-up words, so that topics differ as real ones do."""
    chance = random.Random(SEED)

    def word() -> str:
        return "".join(chance.choices(_SYLLABLES, k=3))

    examples = []
    for number in range(topics):
        subject, aspect = word(), word()
        examples += [
            Example(text, f"topic_{number:04}")
            for text in (
                f"helpt {subject} tegen {aspect}",
                f"wat doet {subject} bij {aspect} {word()}",
                f"{aspect} en {subject} {word()}",
                f"ik heb {aspect}, moet ik dan {subject} nemen",
            )
        ]
    return examples


def milliseconds(model: TopicModel, texts: Sequence[str]) -> list[float]:
    """Return how long each text takes, one by one."""
    model.score(texts[:3])
    times = []
    for text in texts:
        started = time.perf_counter()
        model.score([text])
        times.append(1000 * (time.perf_counter() - started))
    return times
