"""Baseline: Rasa's default pipeline with DIET.

Runs in an environment with TensorFlow (``.venv-tensorflow``).
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path

from rasa.core.agent import load_agent
from rasa.model_training import train_nlu

# Rasa's default is 100 epochs; with ten thousand messages an epoch takes one to two minutes and
# training accuracy is .98 after six.
EPOCHS = "15"
# What `rasa init` gives, but for the FallbackClassifier.
CONFIG = """
recipe: default.v1
language: nl
assistant_id: baseline
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {epochs}
    constrain_similarities: true
    random_seed: 20
"""


def main(source: str, target: str, epochs: str = EPOCHS) -> None:
    """Train on the training messages and predict the test messages one by one."""
    data = json.loads(Path(source).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        config, training = Path(folder) / "config.yml", Path(folder) / "nlu.yml"
        config.write_text(CONFIG.format(epochs=epochs), encoding="utf-8")
        training.write_text(_training_file(data["train"]), encoding="utf-8")
        started = time.perf_counter()
        model = train_nlu(str(config), str(training), folder)
        seconds = time.perf_counter() - started
        predictions, times = asyncio.run(_predict(str(model), data["test"]))
    result = {"predictions": predictions, "train_seconds": seconds, "milliseconds": times}
    Path(target).write_text(json.dumps(result), encoding="utf-8")


def _training_file(pairs: list[list[str]]) -> str:
    by_topic: dict[str, list[str]] = {}
    for topic, text in pairs:
        by_topic.setdefault(topic, []).append(text)
    lines = ['version: "3.1"', "nlu:"]
    for topic, texts in by_topic.items():
        lines += [f"- intent: {topic}", "  examples: |", *(f"    - {text}" for text in texts)]
    return "\n".join(lines) + "\n"


async def _predict(model: str, texts: list[str]) -> tuple[list[list[object]], list[float]]:
    agent = await load_agent(model_path=model)
    predictions, times = [], []
    for text in texts:
        before = time.perf_counter()
        parsed = await agent.parse_message(text)
        times.append(1000 * (time.perf_counter() - before))
        predictions.append([parsed["intent"]["name"], parsed["intent"]["confidence"]])
    return predictions, times


if __name__ == "__main__":
    main(*sys.argv[1:])
