"""Baseline: tf-idf of words and letters with logistic regression, C by cross-validation."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union


def main(source: str, target: str) -> None:
    """Fit on the training messages and predict the test messages one by one."""
    data = json.loads(Path(source).read_text(encoding="utf-8"))
    topics, texts = zip(*data["train"], strict=True)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2),
    )
    classifier = LogisticRegression(max_iter=60, tol=1.0)
    search = GridSearchCV(
        make_pipeline(features, classifier), {"logisticregression__C": [3.0, 30.0]}, cv=3
    )
    search.fit(texts, topics)
    started = time.perf_counter()
    model = search.best_estimator_.fit(texts, topics)
    seconds = time.perf_counter() - started
    predictions, times = [], []
    for text in data["test"]:
        before = time.perf_counter()
        chances = model.predict_proba([text])[0]
        times.append(1000 * (time.perf_counter() - before))
        predictions.append([str(model.classes_[chances.argmax()]), float(chances.max())])
    result = {"predictions": predictions, "train_seconds": seconds, "milliseconds": times}
    Path(target).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
