"""Counts what a turn was, from the events that it left."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.events import BotUttered, Event, UserUttered

from assistant.replies.reply import Kind, gravest
from assistant.runtime import metrics

_COUNTERS = {
    Kind.REFERRAL.value: metrics.referrals,
    Kind.EMERGENCY.value: metrics.emergencies,
    Kind.FALLBACK.value: metrics.fallbacks,
}


def count_turn(events: Iterable[Event]) -> None:
    """Count the replies of one turn and what the turn as a whole was."""
    channel, kinds = "unknown", []
    for event in events:
        if isinstance(event, UserUttered):
            channel = event.input_channel or channel
        elif isinstance(event, BotUttered):
            said = {**event.data, **event.metadata}
            kind = str(said.get("kind") or "unknown")
            topic = next(iter(said.get("topics") or ()), "")
            metrics.messages.labels(channel=channel, kind=kind, topic=topic).inc()
            kinds.append(kind)
    counter = _COUNTERS.get(gravest(kinds) or "")
    if counter is not None:
        counter.labels(channel=channel).inc()
