"""Rasa's SQL tracker store in the assistant's own database, with a bounded window of events."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    ConversationResumed,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from assistant.runtime.counting import count_turn
from assistant.runtime.deviations.replacement import is_left_out
from assistant.runtime.stages import stage
from assistant.setting_error import SettingError
from assistant.storage.database import database, database_url, make_once

SESSION_BOUNDS = "session-bounds"
# A turn is about six events.
WINDOW_VARIABLE = "ASSISTANT_WINDOW_EVENTS"
DEFAULT_WINDOW = 32
# What a conversation knows beyond the window, besides its slots.
_STATE = (ActiveLoop, ConversationPaused, ConversationResumed)
_INDEXES = {
    "events_by_conversation": "sender_id, id",
    "events_by_type": "sender_id, type_name, action_name, id",
}
_LOADED = "assistant_loaded_events"

Result = TypeVar("Result")


class ConversationStore(SQLTrackerStore):
    """Keeps conversations where hand-overs and outgoing messages are kept too.

    All events stay in the database; a message is understood with the last ones of the session,
    and with the slots, the form and the pause that earlier ones left behind. So a message takes
    as long in turn 500 as in the first. ``ASSISTANT_STOCK=session-bounds`` reads whole sessions.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database that the setting names."""
        # Not SQLTrackerStore's own: it opens a second pool, without our settings for SQLite,
        # and waits forever for a database that isn't there.
        TrackerStore.__init__(self, domain, event_broker)
        self.engine = database(database_url())
        make_once(lambda: self.Base.metadata.create_all(self.engine))
        make_once(lambda: _make_indexes(self.engine))
        self.sessionmaker = sessionmaker(bind=self.engine)
        # Building them takes longer than asking them.
        self._newest_first = _newest_first(self.SQLEvent.__table__)
        self._state_before = _state_before(self.SQLEvent.__table__)
        self._window = None if is_left_out(SESSION_BOUNDS) else window_events()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation with the last events of its session."""
        with stage("store_read"):
            if self._window is None:
                tracker = await super().retrieve(sender_id)
            else:
                tracker = await self._apart(self._read, sender_id)
        if tracker is not None:
            setattr(tracker, _LOADED, len(tracker.events))
        return tracker

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """Return a new conversation; it is stored with its first events."""
        tracker = self.init_tracker(sender_id)
        setattr(tracker, _LOADED, 0)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
            await self.save(tracker)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new, then hand it to the broker."""
        loaded = getattr(tracker, _LOADED, None)
        if loaded is None:
            # Not read by this store: stock counts what is stored already.
            await super().save(tracker)
            return
        new = list(islice(tracker.events, loaded, None))
        if not new:
            return
        with stage("store_write"):
            await self._apart(self._write, tracker.sender_id, new)
        setattr(tracker, _LOADED, len(tracker.events))
        count_turn(new)
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def _apart(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """Do something in a thread if it may wait for another machine; SQLite's is done sooner."""
        if self.engine.dialect.name == "sqlite":
            return work(*arguments)
        return await asyncio.to_thread(work, *arguments)

    def _write(self, sender_id: str, events: Iterable[Event]) -> None:
        with self.session_scope() as session:
            # One statement for all of them; objects of the mapped class would be one each.
            rows = [self._row(sender_id, event.as_dict()) for event in events]
            session.execute(sa.insert(self.SQLEvent), rows)
            session.commit()

    def _row(self, sender_id: str, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "sender_id": sender_id,
            "type_name": data["event"],
            "timestamp": data.get("timestamp"),
            "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": data.get("name"),
            "data": json.dumps(data),
        }

    def _read(self, sender_id: str) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            asked = {"sender": sender_id, "window": self._window}
            rows = list(reversed(session.execute(self._newest_first, asked).all()))
            session_start = _session_start(rows)
            if session_start is not None:
                rows = rows[session_start:]
            elif len(rows) == self._window:
                rows = rows[_first_turn(rows) :]
                asked = {"sender": sender_id, "first": rows[0].id}
                rows = [*session.execute(self._state_before, asked), *rows]
        if not rows:
            return None
        events = [json.loads(row.data) for row in rows]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)


def _newest_first(event: sa.Table) -> sa.sql.Select:
    """Return the query for the last ``window`` events of a ``sender``."""
    return (
        _select(event)
        .where(event.c.sender_id == sa.bindparam("sender"))
        .order_by(event.c.id.desc())
        .limit(sa.bindparam("window"))
    )


def _state_before(event: sa.Table) -> sa.sql.Select:
    """Return the query for the events that made the state at the event ``first``, oldest first."""
    newest = sa.func.max(event.c.id)
    earlier = sa.and_(
        event.c.sender_id == sa.bindparam("sender"), event.c.id < sa.bindparam("first")
    )
    begun = sa.select(newest).where(
        earlier, event.c.type_name.in_([SessionStarted.type_name, Restarted.type_name])
    )
    since = sa.and_(earlier, event.c.id > sa.func.coalesce(begun.scalar_subquery(), 0))
    last_of_each = sa.union_all(
        sa.select(newest)
        .where(since, event.c.type_name == SlotSet.type_name)
        .group_by(event.c.action_name),
        sa.select(newest)
        .where(since, event.c.type_name.in_([each.type_name for each in _STATE]))
        .group_by(event.c.type_name),
    )
    return _select(event).where(event.c.id.in_(last_of_each)).order_by(event.c.id)


def _select(event: sa.Table) -> sa.sql.Select:
    return sa.select(event.c.id, event.c.type_name, event.c.action_name, event.c.data)


def _make_indexes(engine: Engine) -> None:
    """Let the last events, and the last of each type, be found without reading the others."""
    with engine.begin() as connection:
        for name, columns in _INDEXES.items():
            connection.execute(sa.text(f"CREATE INDEX IF NOT EXISTS {name} ON events ({columns})"))


def window_events() -> int:
    """Return how many events of a session are read at most. Raises SettingError."""
    value = os.environ.get(WINDOW_VARIABLE) or str(DEFAULT_WINDOW)
    if not value.isdecimal() or int(value) < 20:
        raise SettingError(f"{WINDOW_VARIABLE} is {value!r}. Fix: set it to a number from 20 on")
    return int(value)


def _session_start(rows: list[Any]) -> int | None:
    """Return where the last session starts; rows of one conversation, oldest first."""
    for place in range(len(rows) - 1, -1, -1):
        if rows[place].type_name == SessionStarted.type_name:
            return place
    return None


def _first_turn(rows: list[Any]) -> int:
    """Return where the first whole turn begins."""
    for place, row in enumerate(rows):
        if row.type_name == ActionExecuted.type_name and row.action_name == ACTION_LISTEN_NAME:
            return place
    return 0
