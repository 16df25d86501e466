"""Answers accepted messages with the trained model, in every server process."""

from __future__ import annotations

import time
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from sanic import Sanic
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assistant.brain import brain
from assistant.channels.answerers import answer_of
from assistant.channels.outlets import announce, outlet_of
from assistant.dialogue.turn import Turn
from assistant.inbox.worker import InboxWorker
from assistant.nlu.entities import RISKS_SLOT
from assistant.replies.message import Message, is_silence, message_of, read_message
from assistant.replies.reply import Kind
from assistant.runtime.messages import TypedOutputChannel, failsafe_messages
from assistant.storage.database import database, database_url
from assistant.storage.inbox import Accepted

# A customer who waited longer for an answer gets an apology first.
LATE_SECONDS = 180.0
# After so many workers died, or stores failed, the customer gets the fail-safe line.
MAX_ATTEMPTS = 3


async def start(app: Sanic) -> None:
    """Answer messages from now on."""
    inbox_worker(app)


async def stop(app: Sanic) -> None:
    """Finish the messages in work."""
    worker: InboxWorker | None = getattr(app.ctx, "inbox_worker", None)
    if worker is not None:
        await worker.stop()


def inbox_worker(app: Sanic) -> InboxWorker:
    """Return this process' worker; it starts with the first call (`rasa run` has no jobs)."""
    if not hasattr(app.ctx, "inbox_worker"):

        async def ask(message: Accepted) -> list[Message]:
            return await replies_to(app.ctx.agent, message)

        async def answer(message: Accepted) -> list[Message]:
            try:
                replies = await answer_of(message, ask)
            except (LockError, SQLAlchemyError):
                raise
            except Exception as error:
                replies = failsafe_messages(message.text, error)
            return with_apology(message, replies)

        app.ctx.inbox_worker = InboxWorker(database(database_url()), answer, deliver, announce)
        app.ctx.inbox_worker.start()
    worker: InboxWorker = app.ctx.inbox_worker
    return worker


def deliver(connection: Connection, message: Accepted, replies: list[Message]) -> None:
    """Store replies where the conversation's channel sends from."""
    outlet_of(message.conversation)(connection, message.conversation, message.message_id, replies)


async def replies_to(agent: Agent, message: Accepted) -> list[Message]:
    """Have the model answer a message, or return the answer that it gave before it was killed.

    Raises LockError or SQLAlchemyError while a store is away.
    """
    if message.attempts > MAX_ATTEMPTS:
        await remember_risks(agent, message)
        return failsafe_messages(message.text)
    channel = TypedOutputChannel()
    try:
        async with agent.lock_store.lock(message.conversation):
            # The model and the inbox commit one after the other, so a kill may fall between.
            earlier = await _earlier_answer(agent, message) if message.attempts > 1 else None
            if earlier is not None:
                said = earlier or failsafe_messages(message.text)
                return [reply for reply in said if not is_silence(reply)]
            await agent.processor.handle_message(
                UserMessage(
                    message.text,
                    channel,
                    message.conversation,
                    input_channel=message.channel,
                    message_id=message.message_id,
                    metadata=message.metadata,
                )
            )
    except (LockError, SQLAlchemyError):
        # A store is away: the message keeps and is tried again.
        raise
    except Exception as error:
        await remember_risks(agent, message)
        return failsafe_messages(message.text, error)
    return channel.replies(message.text)


async def remember_risks(agent: Agent, message: Accepted) -> None:
    """Have the conversation know the risks of a message that the model never saw."""
    tracker = await agent.tracker_store.get_or_create_tracker(message.conversation)
    known = tuple(tracker.get_slot(RISKS_SLOT) or ())
    findings = tuple(brain().gate.findings(message.text))
    risks = Turn(message.text, findings=findings, risks=known).risks_so_far
    if risks != known:
        tracker.update(SlotSet(RISKS_SLOT, list(risks)))
        await agent.tracker_store.save(tracker)


async def _earlier_answer(agent: Agent, message: Accepted) -> list[Message] | None:
    tracker = await agent.tracker_store.retrieve_full_tracker(message.conversation)
    answers: dict[str | None, list[Message]] = {}
    asked: str | None = None
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered):
            asked = event.message_id
            answers[asked] = []
        elif asked and isinstance(event, BotUttered):
            answers[asked].append(_message_of_event(event))
    return answers.get(message.message_id)


def _message_of_event(event: BotUttered) -> Message:
    said: dict[str, Any] = {**event.metadata, "text": event.text, **event.data}
    return read_message(said)


def with_apology(message: Accepted, replies: list[Message]) -> list[Message]:
    """Put an apology before the replies to a message that waited long."""
    is_late = time.time() - message.accepted_at > LATE_SECONDS
    if not is_late or not replies:
        return replies
    # Nothing comes before what to do in an emergency.
    if any(reply["kind"] == Kind.EMERGENCY.value for reply in replies):
        return replies
    return [message_of(brain().composer.talk("late", Kind.SMALLTALK)), *replies]
