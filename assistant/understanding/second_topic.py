"""Finds the second and third thing that a message asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.topics import NOT_ANSWERED_TOPICS
from assistant.understanding.calibration import Calibration
from assistant.understanding.clauses import asks_something, split_clauses
from assistant.understanding.follow_up import FollowUpReader, Ranking
from assistant.understanding.linear import Array
from assistant.understanding.scored import TopicScorer

MAX_TOPICS = 3
# How many messages that ask one thing may be taken to ask two, per way of finding out.
MAX_DOUBLED = 0.03
MIN_MESSAGES = 100
MAX_MESSAGES = 300
MIN_CLAUSE_THRESHOLD = 0.5
MIN_SECOND_THRESHOLD = 0.1


def with_second_topics(
    model: TopicScorer, texts: Sequence[str], truth: Sequence[str], follow_ups: FollowUpReader
) -> Calibration:
    """Choose both thresholds on held-back messages that ask one thing each."""
    wholes, clauses = [], []
    asked = [
        text for text, topic in zip(texts, truth, strict=True) if topic not in NOT_ANSWERED_TOPICS
    ]
    own = own_columns(model.topics)
    for text in asked[:: max(1, len(asked) // MAX_MESSAGES)]:
        parts = split_clauses(text)
        parts = parts if len(parts) > 1 else []
        rows = model.score_message(text, parts).probabilities
        first = int(np.where(own, rows[0], 0).argmax())
        wholes.append(float(np.where(own & (np.arange(len(own)) != first), rows[0], 0).max()))
        best = clause_choices(parts, rows, model.topics, follow_ups)
        clauses.append(max((chance for column, chance in best if column != first), default=0.0))
    if len(wholes) < MIN_MESSAGES:
        return model.calibration
    return replace(
        model.calibration,
        second_topic_threshold=max(
            MIN_SECOND_THRESHOLD, float(np.quantile(wholes, 1 - MAX_DOUBLED))
        ),
        clause_threshold=max(MIN_CLAUSE_THRESHOLD, float(np.quantile(clauses, 1 - MAX_DOUBLED))),
    )


def own_columns(topics: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell per column whether it is a topic that can be asked beside another."""
    return np.array([topic not in NOT_ANSWERED_TOPICS for topic in topics])


def clause_choices(
    clauses: Sequence[str], probabilities: Array, topics: Sequence[str],
    follow_ups: FollowUpReader,
) -> list[tuple[int, float]]:  # fmt: skip
    """Return column and probability of the topic of each clause that asks for one.

    The first row is the whole message, the others its clauses. A clause is read in the light
    of the one before it: "ik heb migraine, welke soort dan?".
    """
    own = own_columns(topics)
    choices = []
    focus: str | None = None
    likeliest = topics[int(probabilities[0].argmax())]
    for clause, row in zip(clauses, probabilities[1:], strict=True):
        ranking = ranked(topics, row)
        topic, chance = ranking[0]
        if focus and own[int(row.argmax())]:
            topic = follow_ups.in_message(clause, ranking, focus, likeliest)
        column = list(topics).index(topic)
        if own[column]:
            focus = topic
            if asks_something(clause):
                choices.append((column, chance))
    return choices


def ranked(topics: Sequence[str], row: Array) -> Ranking:
    """Return all topics with their probability, likeliest first."""
    return [(topics[column], float(row[column])) for column in np.argsort(row)[::-1]]
