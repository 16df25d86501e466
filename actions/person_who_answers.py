"""Passes a message on to the person who has taken over a conversation."""

from __future__ import annotations

import asyncio
import logging

from rasa_sdk import Tracker
from sqlalchemy.engine import Connection

from assistant.handoff.handing_over import pass_on
from assistant.handoff.settings import handover_settings
from assistant.storage.database import database, database_url
from assistant.storage.handovers import takeover_of
from assistant.storage.transaction import in_transaction

logger = logging.getLogger(__name__)


async def person_who_answers(tracker: Tracker) -> str | None:
    """Return who answers this conversation, after passing the message on; None for nobody.

    In doubt the assistant answers: a customer must not get silence from both.
    """
    try:
        engine = await asyncio.to_thread(database, database_url())
        return await in_transaction(engine, _pass_on, tracker)
    except Exception as error:
        # The error's text may quote the customer, so only its type is logged.
        logger.error("looking for who answers failed: %s", type(error).__name__)
        return None


def _pass_on(connection: Connection, tracker: Tracker) -> str | None:
    taken = takeover_of(connection, tracker.sender_id)
    if taken is None:
        return None
    said = [event for event in tracker.events if event.get("event") == "user"]
    if said:
        message_id = str(said[-1].get("message_id") or said[-1].get("timestamp"))
        text = said[-1].get("text") or ""
        pass_on(connection, taken, message_id, text, handover_settings().live_kinds)
    return taken.name
