"""What the assistant couldn't answer, in groups that are large enough to be shown."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.report.scrub import scrub
from assistant.storage.conversation_events import events, has_events
from assistant.storage.report_counts import report_unanswered

# A phrase that fewer conversations share might tell whose it is.
SHARED_BY = 5
_PUNCTUATION = re.compile(r"[^\w…']+")


@dataclass(frozen=True)
class Unanswered:
    """``phrases`` holds (phrase, conversations), largest first; ``others`` counts messages."""

    phrases: tuple[tuple[str, int], ...]
    others: int


def unanswered(connection: Connection) -> Unanswered:
    """Group the unanswered messages that are still stored."""
    if not has_events(connection):
        return Unanswered((), 0)
    rows = connection.execute(
        sa.select(events.c.sender_id, events.c.data).join(
            report_unanswered, report_unanswered.c.event == events.c.id
        )
    )
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[_phrase(json.loads(row.data).get("text") or "")].append(row.sender_id)
    shown = {
        phrase: len(set(senders))
        for phrase, senders in groups.items()
        if len(set(senders)) >= SHARED_BY
    }
    return Unanswered(
        phrases=tuple(sorted(shown.items(), key=lambda group: (-group[1], group[0]))),
        others=sum(len(senders) for phrase, senders in groups.items() if phrase not in shown),
    )


def _phrase(text: str) -> str:
    return _PUNCTUATION.sub(" ", scrub(text)).casefold().strip()
