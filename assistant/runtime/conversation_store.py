"""Rasa's SQL tracker store in the assistant's own database."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

from assistant.storage.database import database, database_url


class ConversationStore(SQLTrackerStore):
    """Keeps conversations where hand-overs and outgoing messages are kept too."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the database that the setting names."""
        url = database_url()
        # SQLite keeps the write-ahead mode that is set here for every later connection.
        database(url).connect().close()
        kwargs.pop("host", None)
        super().__init__(domain, host=url, event_broker=event_broker, **kwargs)
