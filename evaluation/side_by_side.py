"""Runs the baselines on the same messages, each in the environment it needs."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.understanding.topic_model import Example

HERE = Path(__file__).parent / "baselines"
CACHE = Path("results/baselines")
# What `make baselines` lays out; tf-idf needs nothing that isn't here.
COMMANDS: dict[str, tuple[str, ...]] = {
    "tf-idf + logistic regression": (sys.executable, str(HERE / "tfidf.py")),
    "frozen e5 + logistic regression": (".venv-encoder/bin/python", str(HERE / "frozen_e5.py")),
    "nlp.js": ("node", str(HERE / "nlpjs.js")),
    "Rasa's default pipeline (DIET)": (".venv-tensorflow/bin/python", str(HERE / "diet.py")),
}


@dataclass(frozen=True)
class BaselineResult:
    """First choices with confidence, training time and milliseconds per message."""

    name: str
    predictions: list[tuple[str, float]]
    train_seconds: float
    milliseconds: list[float]

    def row(self, right: Sequence[bool]) -> list[str]:
        """Return the table cells for some verdicts."""
        median, tail = np.percentile(self.milliseconds, [50, 95])
        return [
            self.name, f"{np.mean(right):.3f}", f"{median:.1f}", f"{tail:.1f}",
            f"{self.train_seconds:.0f}",
        ]  # fmt: skip


def run_baselines(examples: Sequence[Example], texts: Sequence[str]) -> list[BaselineResult]:
    """Train and ask every baseline; a result is kept until the messages change."""
    task = json.dumps({"train": [[e.topic, e.text] for e in examples], "test": list(texts)})
    results = []
    CACHE.mkdir(parents=True, exist_ok=True)
    for name, command in COMMANDS.items():
        script = Path(command[1]).read_bytes()
        digest = hashlib.sha256(task.encode() + script).hexdigest()[:16]
        kept = CACHE / f"{Path(command[1]).stem}-{digest}.json"
        if not kept.exists():
            with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as source:
                source.write(task)
                source.flush()
                subprocess.run(  # noqa: S603 - our own scripts
                    [*command, source.name, str(kept)], check=True
                )
        content = json.loads(kept.read_text(encoding="utf-8"))
        results.append(
            BaselineResult(
                name,
                [(topic, float(sure)) for topic, sure in content["predictions"]],
                content["train_seconds"],
                content["milliseconds"],
            )
        )
    return results
