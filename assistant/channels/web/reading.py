"""What a stream, a reload and a download read of a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from assistant.channels.web.events import event_data, iso_time
from assistant.storage.export import everything_about
from assistant.storage.inbox import is_waiting
from assistant.storage.web_events import events_after
from assistant.storage.web_sessions import is_live

BATCH = 200
EVERYTHING = 1_000_000


@dataclass(frozen=True)
class News:
    """What is new in a conversation; ``typing`` tells that an answer is being made."""

    events: list[dict[str, Any]]
    last: int
    typing: bool
    live: bool

    @property
    def more(self) -> bool:
        """Whether there may be more to read at once."""
        return len(self.events) == BATCH

    def as_json(self) -> dict[str, Any]:
        """Return it as the schema's Events."""
        return {"events": self.events, "last": self.last, "typing": self.typing}


def news(
    connection: Connection, conversation: str, last: int, *, now: float, limit: int = BATCH
) -> News:
    """Read up to ``limit`` events after the last one seen."""
    # Asked first: what is answered in between shows among the events.
    typing = is_waiting(connection, conversation)
    events = [
        event_data(each) for each in events_after(connection, conversation, last, limit=limit)
    ]
    return News(
        events=events,
        last=events[-1]["id"] if events else last,
        typing=typing,
        live=is_live(connection, conversation, now=now),
    )


def download(connection: Connection, conversation: str, *, now: float) -> dict[str, Any]:
    """Return everything that is stored, as the schema's Export."""
    return {
        "exported_at": iso_time(now),
        "events": news(connection, conversation, 0, now=now, limit=EVERYTHING).events,
        "stored": everything_about(connection, conversation),
    }
