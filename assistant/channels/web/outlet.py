"""Takes what is said to a visitor of the website."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy.engine import Connection

from assistant.channels.web.events import event_of, store_events
from assistant.replies.message import Message


def put(
    connection: Connection,
    conversation: str,
    in_reply_to: str | None,
    messages: Sequence[Message],
) -> None:
    """Store messages as events (see assistant.channels.outlets)."""
    events = [event_of(message) for message in messages]
    store_events(connection, conversation, in_reply_to, events, now=time.time())
