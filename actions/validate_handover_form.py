"""Reads what is said in the hand-over form, and asks what is next."""

from __future__ import annotations

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.assistant_action import risk_events
from actions.form_from_tracker import bot_has_spoken, form_from_tracker
from actions.person_who_answers import person_who_answers
from actions.turn_from_tracker import turn_from_tracker
from assistant.brain import Brain, brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.safeguard import emergency_replies
from assistant.dialogue.turn import Turn
from assistant.handoff.form import Form, Outcome, risks_worth_a_word
from assistant.nlu.entities import HANDOVER_WANTED_SLOT, handover_slots
from assistant.replies.message import message_of
from assistant.replies.reply import Reply

logger = logging.getLogger(__name__)
Events = list[dict[str, Any]]


class ValidateHandoverForm(Action):
    """Reads what is said in the hand-over form, and asks what is next.

    Rasa's form keeps the slots and the loop. One action reads and asks, because what a message
    means depends on all that was filled in, and a question follows on what was read.
    """

    def name(self) -> str:
        """Return the action's name."""
        return "validate_handover_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        """Say what is due; without an event Rasa has the message answered outside the form."""
        live = brain()
        turn = turn_from_tracker(tracker, live.gate)
        try:
            replies, events = await _react(tracker, turn, live)
        except Exception as error:
            # The error's text may quote the customer, so only its type is logged.
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            replies, events = failsafe_replies(turn, live.composer, live.gate), _end()
        for reply in replies:
            dispatcher.utter_message(**message_of(reply))
        return events


async def _react(tracker: Tracker, turn: Turn, live: Brain) -> tuple[list[Reply], Events]:
    form = form_from_tracker(tracker, live.form_reader)
    if bot_has_spoken(tracker):
        # The form begins, or goes on after an answer to something else.
        return _ask(form, turn.risks, live), []
    person = await person_who_answers(tracker)
    urgent = emergency_replies(turn, live.composer)
    if person or urgent:
        return urgent, [*_end(), *risk_events(turn, urgent)]
    heard = live.form_reader.read(form, turn)
    if heard.outcome is Outcome.ELSEWHERE:
        return [], []
    referrals = live.composer.referrals(dict.fromkeys(risks_worth_a_word(turn, heard), ()))
    said = [live.composer.without_offer(reply) for reply in referrals]
    if said and heard.outcome is Outcome.MISTAKEN:
        # "Ik slik metoprolol" isn't a wrong telephone number.
        heard = heard.without_mistake()
    said += live.handover.react(heard)
    remembered = risk_events(turn, said)
    if heard.outcome in (Outcome.CANCELLED, Outcome.REFUSED):
        return said, [*_end(), *remembered]
    said += _ask(heard.form, turn.risks_so_far, live)
    return said, [*_keep(heard.form), *remembered]


def _ask(form: Form, risks: tuple[str, ...], live: Brain) -> list[Reply]:
    question = live.handover.ask(form, risks)
    return [question] if question else []


def _keep(form: Form) -> Events:
    return [SlotSet(slot, value) for slot, value in handover_slots(form).items()]


def _end() -> Events:
    slots = {**handover_slots(None), HANDOVER_WANTED_SLOT: None, REQUESTED_SLOT: None}
    return [SlotSet(slot, value) for slot, value in slots.items()]
