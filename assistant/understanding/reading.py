"""Reads a message: which topic it is about, and whether it asks about more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.topics import NOT_ANSWERED_TOPICS, OUT_OF_SCOPE_TOPIC, SMALL_TALK_TOPICS
from assistant.understanding.follow_up import FollowUpReader, Ranking
from assistant.understanding.linear import Array
from assistant.understanding.scored import TopicScorer
from assistant.understanding.second_topic import asked_topics, ranked


@dataclass(frozen=True)
class Reading:
    """``ranking`` holds all topics with their probability, likeliest first; ``topics``
    the topics asked about, in order; ``clause_rankings`` the same ranking per clause.
    ``scope`` is the chance that the message is for this assistant; ``unsure`` tells that
    the first choice is too weak to answer.
    """

    ranking: Ranking
    topics: list[str]
    clause_rankings: list[Ranking]
    scope: float
    unsure: bool


def read(
    model: TopicScorer, text: str, clauses: Sequence[str], follow_ups: FollowUpReader
) -> Reading:
    """Classify a message as a whole and clause by clause.

    ``clauses`` is empty for a message of one clause. A greeting or another talk topic gives way
    to a question beside it. Refer topics in a clause are
    the safety gate's business.
    """
    scored = model.score_message(text, clauses)
    whole, parts = scored.probabilities[0], scored.probabilities[1:]
    scope = float(scored.scope[0])
    ranking = _in_or_out(ranked(model.topics, whole), scope, model)
    asked = asked_topics(model, clauses, scored.probabilities, follow_ups)
    first = ranking[0][0]
    if first in SMALL_TALK_TOPICS and asked:
        ranking = _with_first(ranking, max(asked, key=lambda topic: asked[topic]))
    first, confidence = ranking[0]
    topics = _in_order(model, asked, parts) if first in asked else [first]
    return Reading(
        ranking, topics, [ranked(model.topics, row) for row in parts], scope,
        unsure=confidence < model.calibration.ask_back_threshold,
    )  # fmt: skip


def _in_order(model: TopicScorer, asked: dict[str, float], parts: Array) -> list[str]:
    """Return topics in the order of the clauses that are most about them."""
    if not len(parts):
        return list(asked)
    columns = {topic: model.topics.index(topic) for topic in asked}
    return sorted(asked, key=lambda topic: int(parts[:, columns[topic]].argmax()))


def _in_or_out(ranking: Ranking, scope: float, model: TopicScorer) -> Ranking:
    """Let the scope score decide whether the message is for this assistant.

    A risk is never refused, and talk needs no scope.
    """
    first = ranking[0][0]
    if scope < model.calibration.scope_threshold and first not in NOT_ANSWERED_TOPICS:
        return _with_first(ranking, OUT_OF_SCOPE_TOPIC)
    return ranking


def _with_first(ranking: Ranking, topic: str) -> Ranking:
    entry = next((entry for entry in ranking if entry[0] == topic), (topic, 0.0))
    best = max(entry[1], ranking[0][1])
    return [(topic, best), *(other for other in ranking if other[0] != topic)]
