"""Stores the request of a complete hand-over form, to be delivered to the shop's people."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.assistant_action import changed_slots
from actions.form_from_tracker import bot_has_spoken, form_from_tracker, messages_before_form
from actions.person_who_answers import person_who_answers
from assistant.brain import brain
from assistant.handoff.handing_over import hand_over
from assistant.handoff.request import request_of
from assistant.handoff.settings import handover_settings
from assistant.nlu.entities import (
    HANDOVER_ID_SLOT,
    HANDOVER_MESSAGES_SLOT,
    HANDOVER_WANTED_SLOT,
    RISKS_SLOT,
    handover_slots,
)
from assistant.replies.message import SILENCE, message_of
from assistant.replies.reply import Reply
from assistant.storage.database import database, database_url
from assistant.storage.transaction import in_transaction

logger = logging.getLogger(__name__)


class ActionRequestHandover(Action):
    """Stores the request of a complete hand-over form, to be delivered to the shop's people.

    Rasa runs it whenever the form ends; one that was left incomplete is only emptied.
    """

    def name(self) -> str:
        """Return the action's name."""
        return "action_request_handover"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Store the request once, however often the last answer comes, and say so."""
        live = brain()
        form = form_from_tracker(tracker, live.form_reader)
        if form.next_step is None:
            dispatcher.utter_message(**message_of(await _store(tracker)))
        elif not bot_has_spoken(tracker) and await person_who_answers(tracker):
            dispatcher.utter_message(**SILENCE)
        emptied = (HANDOVER_WANTED_SLOT, HANDOVER_ID_SLOT, HANDOVER_MESSAGES_SLOT)
        slots = {**handover_slots(None), **dict.fromkeys(emptied)}
        return changed_slots(tracker, slots)


async def _store(tracker: Tracker) -> Reply:
    live = brain()
    request = request_of(
        tracker.get_slot(HANDOVER_ID_SLOT) or uuid.uuid4().hex,
        tracker.sender_id,
        form_from_tracker(tracker, live.form_reader),
        tracker.get_slot(RISKS_SLOT) or (),
        messages_before_form(tracker),
    )
    try:
        kinds = handover_settings().kinds
        engine = await asyncio.to_thread(database, database_url())
        await in_transaction(engine, hand_over, request, kinds, now=time.time())
    except Exception as error:
        # The error's text may quote the customer, so only its type is logged.
        logger.error("a request for a person was not stored: %s", type(error).__name__)
        return live.handover.not_stored()
    return live.handover.stored(datetime.now(timezone.utc), delivered=bool(kinds))
