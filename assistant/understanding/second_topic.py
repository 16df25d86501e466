"""Finds the second and third thing that a message asks."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from os import cpu_count

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.topics import NOT_ANSWERED_TOPICS
from assistant.understanding.calibration import Calibration, log_odds, products
from assistant.understanding.clauses import asks_something, several_clauses
from assistant.understanding.follow_up import FollowUpReader, Ranking
from assistant.understanding.linear import Array
from assistant.understanding.pairs import join, sample_pairs
from assistant.understanding.scored import TopicScorer

MAX_TOPICS = 3
# How many messages that ask one thing may be taken to ask two.
MAX_DOUBLED = 0.04
MIN_MESSAGES = 100
MAX_MESSAGES = 600
# scikit-learn's C; log odds are divided, so that all features are about one.
REGULARISATION = 0.3
_LOG_ODDS_SCALE = 3.0


def asked_topics(
    model: TopicScorer, clauses: Sequence[str], probabilities: Array, follow_ups: FollowUpReader
) -> dict[str, float]:
    """Return the own topics that a message asks, with how sure that is; likeliest first.

    The first row of ``probabilities`` is the whole message, the others its clauses.
    """
    first = int(probabilities[0].argmax())
    columns, features = _candidates(model, clauses, probabilities, follow_ups)
    chances = model.calibration.second_topic(features)
    found = {
        int(column): float(chance)
        for column, chance in zip(columns, chances, strict=True)
        if chance > model.calibration.second_threshold
    }
    if own_columns(model.topics)[first]:
        found[first] = float(probabilities[0, first])
    best = sorted(found, key=lambda column: (column != first, -found[column]))[:MAX_TOPICS]
    return {model.topics[column]: found[column] for column in best}


def with_second_topics(
    model: TopicScorer,
    texts: Sequence[str],
    truth: Sequence[str],
    follow_ups: FollowUpReader,
    several: Sequence[tuple[str, Collection[str]]] = (),
) -> Calibration:
    """Learn on messages that the model hasn't seen when a second topic is asked.

    ``texts`` ask one thing each, ``truth`` says which; ``several`` holds messages with all the
    topics they ask. Without enough of those, messages are joined in pairs.
    """
    own = [row for row, topic in enumerate(truth) if topic not in NOT_ANSWERED_TOPICS]
    single = own[:: max(1, len(own) // MAX_MESSAGES)]
    if len(several) < MIN_MESSAGES:
        several = _joined(texts, truth, own, len(single))
    if len(single) < MIN_MESSAGES or not several:
        return model.calibration
    alone = [(texts[row], {truth[row]}) for row in single]
    seen: list[Array] = []
    labels: list[bool] = []

    def candidates(text: str) -> tuple[npt.NDArray[np.intp], Array]:
        clauses = several_clauses(text)
        rows = model.score_message(text, clauses).probabilities
        return _candidates(model, clauses, rows, follow_ups)

    messages = [*alone, *several]
    with ThreadPoolExecutor(cpu_count()) as threads:
        found = threads.map(candidates, [text for text, _ in messages])
        for (_, topics), (columns, features) in zip(messages, found, strict=True):
            seen.append(features)
            labels += [model.topics[column] in topics for column in columns]
    features = np.concatenate(seen)
    regression = LogisticRegression(C=REGULARISATION, max_iter=500)
    regression.fit(np.concatenate([features, products(features)], axis=1), labels)
    weights = [float(weight) for weight in regression.coef_[0]]
    count = features.shape[1]
    learnt = replace(
        model.calibration,
        second_weights=tuple(weights[:count]),
        second_products=tuple(weights[count:]),
        second_bias=float(regression.intercept_[0]),
    )
    highest = [float(learnt.second_topic(each).max()) for each in seen[: len(alone)]]
    return replace(learnt, second_threshold=float(np.quantile(highest, 1 - MAX_DOUBLED)))


def _joined(
    texts: Sequence[str], truth: Sequence[str], own: Sequence[int], count: int
) -> list[tuple[str, Collection[str]]]:
    chance = random.Random(1)
    return [
        (join(texts[first], texts[second], chance), {truth[first], truth[second]})
        for first, second in sample_pairs(truth, own, count, seed=1)
    ]


def own_columns(topics: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell per column whether it is a topic that can be asked beside another."""
    return np.array([topic not in NOT_ANSWERED_TOPICS for topic in topics])


def ranked(topics: Sequence[str], row: Array) -> Ranking:
    """Return all topics with their probability, likeliest first."""
    return [(topics[column], float(row[column])) for column in np.argsort(row)[::-1]]


def _candidates(
    model: TopicScorer, clauses: Sequence[str], probabilities: Array, follow_ups: FollowUpReader
) -> tuple[npt.NDArray[np.intp], Array]:
    """Return the own columns beside the likeliest, and their features for `second_topic`."""
    whole, parts = probabilities[0], probabilities[1:]
    first = int(whole.argmax())
    own = own_columns(model.topics)
    own[first] = False
    columns = np.flatnonzero(own)
    runner_up = columns[whole[columns].argmax()] if len(columns) else -1
    if not len(parts):
        # A message of one clause says what its only clause says.
        parts = probabilities[:1]
    asks = np.array([asks_something(clause) for clause in clauses] or [False])
    meant = _meant(model, clauses, probabilities, follow_ups)
    parts = _as_meant(parts, meant)
    best = parts[:, columns].argmax(axis=0)
    beside = np.array([_highest(np.delete(parts[:, first], row)) for row in range(len(parts))])
    length = np.log1p(sum(len(clause.split()) for clause in clauses))
    return columns, np.stack(
        [
            log_odds(whole[columns]) / _LOG_ODDS_SCALE,
            log_odds(parts[best, columns]) / _LOG_ODDS_SCALE,
            asks[best],
            # Another clause is about the first topic.
            log_odds(beside[best]) / _LOG_ODDS_SCALE,
            np.isin(columns, [topic for topic, a in zip(meant, asks, strict=True) if a]),
            np.isin(columns, meant),
            columns == runner_up,
            np.full(len(columns), length / _LOG_ODDS_SCALE),
        ],
        axis=1,
    ).astype(float)


def _meant(
    model: TopicScorer, clauses: Sequence[str], probabilities: Array, follow_ups: FollowUpReader
) -> list[int]:
    """Return the column of each clause's topic, in the light of the clause before it.

    "Ik heb migraine, welke soort dan?" asks for a kind against migraine.
    """
    own = own_columns(model.topics)
    likeliest = model.topics[int(probabilities[0].argmax())]
    focus: str | None = None
    meant = []
    for clause, row in zip(clauses, probabilities[1:], strict=True):
        ranking = ranked(model.topics, row)
        topic = ranking[0][0]
        if focus and own[int(row.argmax())]:
            topic = follow_ups.in_message(clause, ranking, focus, likeliest)
        column = model.topics.index(topic)
        if own[column]:
            focus = topic
        meant.append(column)
    return meant or [int(probabilities[0].argmax())]


def _as_meant(parts: Array, meant: Sequence[int]) -> Array:
    """Let each clause count for the topic it means instead of the one its words alone suggest.

    "Komt dat daardoor?" sounds like causes, but asks about what was said before.
    """
    rows, heard = np.arange(len(parts)), parts.argmax(axis=1)
    swapped = parts.copy()
    swapped[rows, heard], swapped[rows, meant] = parts[rows, meant], parts[rows, heard]
    return swapped


def _highest(values: Array) -> float:
    return float(values.max(initial=0.0))
