"""Reads a message: which topic it is about, and whether it asks about more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.topics import REFER_TOPICS, TALK_TOPICS
from assistant.understanding.clauses import asks_something
from assistant.understanding.topic_model import Array, Example, TopicModel

SECOND_TOPIC_MIN_PROBABILITY = 0.3


@dataclass(frozen=True)
class Reading:
    """``ranking`` holds all topics with their probability, likeliest first; ``topics``
    the topics asked about, in order; ``clause_rankings`` the same ranking per clause."""

    ranking: list[tuple[str, float]]
    topics: list[str]
    clause_rankings: list[list[tuple[str, float]]]


def read(model: TopicModel, whole: Example, clauses: Sequence[Example]) -> Reading:
    """Classify a message as a whole and clause by clause.

    A second topic counts only where a clause asks for it: the statements of a long story
    are about many things. A greeting or another talk topic gives way to such a clause.
    Refer topics in a clause are the safety gate's business.
    """
    several = len(clauses) > 1
    probabilities = model.probabilities([whole, *clauses] if several else [whole])
    ranking = _ranking(model, probabilities[0])
    clause_rankings = [_ranking(model, row) for row in probabilities[1:]]
    confident = [
        ranked[0]
        for clause, ranked in zip(clauses, clause_rankings, strict=False)
        if ranked[0][1] >= SECOND_TOPIC_MIN_PROBABILITY
        and ranked[0][0] not in (*TALK_TOPICS, *REFER_TOPICS)
        and asks_something(clause.text)
    ]
    if ranking[0][0] in TALK_TOPICS and confident:
        likeliest = max(confident, key=lambda entry: entry[1])
        ranking = [likeliest, *(entry for entry in ranking if entry[0] != likeliest[0])]
    topics = list(dict.fromkeys(topic for topic, _ in confident))
    first = ranking[0][0]
    if first not in topics and first not in TALK_TOPICS:
        topics = [first]
    return Reading(ranking, topics or [first], clause_rankings)


def _ranking(model: TopicModel, row: Array) -> list[tuple[str, float]]:
    order = np.argsort(row)[::-1]
    return [(model.topics[index], float(row[index])) for index in order]
