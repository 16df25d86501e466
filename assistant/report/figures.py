"""The report's figures, ready for the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.replies.reply import Kind
from assistant.report.counting import CONVERSATIONS, KIND, QUESTIONS, TOPIC
from assistant.report.unanswered import Unanswered, unanswered
from assistant.storage.report_counts import counts_since
from assistant.storage.web_feedback import web_feedback
from assistant.topics import NOT_ANSWERED_TOPICS


@dataclass(frozen=True)
class Figures:
    """``by_day`` has one (day, conversations) per day, ``topics`` (answered topic's id, turns)."""

    days: int
    by_day: tuple[tuple[date, int], ...]
    topics: tuple[tuple[str, int], ...]
    conversations: int
    questions: int
    referrals: int
    emergencies: int
    handovers: int
    fallbacks: int
    thumbs_up: int
    thumbs_down: int
    unanswered: Unanswered


def figures(connection: Connection, *, days: int, now: float) -> Figures:
    """Gather the figures of the last days. ``now`` is in seconds since 1970."""
    today = datetime.fromtimestamp(now, timezone.utc).date()
    first = today - timedelta(days=days - 1)
    counts: Counter[tuple[str, str]] = Counter()
    daily: Counter[str] = Counter()
    for day, measure, key, count in counts_since(connection, first.isoformat()):
        counts[measure, key] += count
        if measure == CONVERSATIONS:
            daily[day] += count
    thumbs = _thumbs(connection, now - days * 86_400)
    every_day = [first + timedelta(days=number) for number in range(days)]
    topics = Counter(
        {
            key: count
            for (measure, key), count in counts.items()
            if measure == TOPIC and key not in NOT_ANSWERED_TOPICS
        }
    )
    return Figures(
        days=days,
        by_day=tuple((day, daily[day.isoformat()]) for day in every_day),
        topics=tuple(topics.most_common()),
        conversations=counts[CONVERSATIONS, ""],
        questions=counts[QUESTIONS, ""],
        referrals=counts[KIND, Kind.REFERRAL.value],
        emergencies=counts[KIND, Kind.EMERGENCY.value],
        handovers=counts[KIND, Kind.HANDOVER.value],
        fallbacks=counts[KIND, Kind.FALLBACK.value],
        thumbs_up=thumbs["up"],
        thumbs_down=thumbs["down"],
        unanswered=unanswered(connection),
    )


def _thumbs(connection: Connection, since: float) -> Counter[str]:
    table = web_feedback.c
    rows = connection.execute(
        sa.select(table.value, sa.func.count()).where(table.at >= since).group_by(table.value)
    )
    return Counter({row[0]: row[1] for row in rows})
