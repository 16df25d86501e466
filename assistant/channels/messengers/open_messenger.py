"""A messenger in use: what comes in is stored for answering, what goes out for sending."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection, Engine

from assistant.brain import brain
from assistant.channels.answerers import Ask
from assistant.channels.messengers.identity import conversation_id, hidden_message_id
from assistant.channels.messengers.incoming import Event, Failure, Incoming
from assistant.channels.messengers.platform import Platform
from assistant.channels.messengers.rendering import Style, Words, render
from assistant.channels.messengers.settings import KEY
from assistant.nlu.entities import OFFERED_KEY, SHORT_KEY
from assistant.outbox import GiveUp, Item, enqueue
from assistant.project_files import intents
from assistant.replies.message import Message
from assistant.replies.messenger_lines import DELETE_PAYLOAD, MessengerLines
from assistant.replies.reply import Kind, LinkRole
from assistant.storage.database import database, database_url
from assistant.storage.erasure import erase, sweep
from assistant.storage.inbox import Accepted, accept
from assistant.storage.messengers import (
    Offer,
    is_greeted,
    note_failure,
    note_greeted,
    note_offers,
    payload_of_button,
    payload_of_number,
    recipient_of,
    remember_recipient,
)
from assistant.storage.retention import retention_days
from assistant.storage.transaction import in_transaction
from assistant.topics import GREETING_TOPIC

# What the metadata of an accepted message says besides what the engine reads.
BUTTON_KEY = "button"
SORT_KEY = "sort"
SEVERAL_KEY = "several"
START_KEY = "start"

# Stands for the conversation of the one message that is sent after its deletion.
FORGOTTEN = "forgotten"

logger = logging.getLogger(__name__)


class OpenMessenger:
    """One messenger of this shop."""

    def __init__(self, platform: Platform) -> None:
        """Take a messenger whose settings are complete."""
        self.platform = platform
        self.kind = f"messenger_{platform.channel}"
        self._key = platform.value(KEY)
        # Has the outbox look at once, where it runs in this process.
        self.on_announce: Callable[[], None] = lambda: None

    def conversation_of(self, user: str) -> str:
        """Return the id of a customer's conversation."""
        return conversation_id(self.platform.channel, user, self._key)

    async def take_in(self, events: Sequence[Event]) -> list[Incoming]:
        """Store what customers sent; return what wasn't known yet."""
        return await in_transaction(_database(), self._store, events)

    async def answer(self, message: Accepted, ask: Ask) -> list[Message]:
        """Return the replies to an accepted message, the lines around them included."""
        lines = MessengerLines(brain().composer)
        payload, greeted = await in_transaction(_database(), self._look_up, message)
        if payload == DELETE_PAYLOAD or lines.asks_to_delete(message.text):
            await self._forget(message, lines)
            return []
        if lines.asks_to_stop(message.text):
            # A form that is being filled in hears it, too.
            await ask(replace(message, metadata={SHORT_KEY: True}))
            return [lines.stopped()]
        metadata = message.metadata
        if metadata.get(START_KEY):
            return [lines.welcome_alone(retention_days())]
        replies: list[Message] = []
        if metadata.get(SORT_KEY):
            several = bool(metadata.get(SEVERAL_KEY))
            replies.append(lines.not_text(metadata[SORT_KEY], several=several))
        if payload is not None and _is_known(payload):
            replies += await ask(
                replace(message, text=payload, metadata={SHORT_KEY: True, OFFERED_KEY: True})
            )
        elif metadata.get(BUTTON_KEY):
            replies.append(lines.expired())
        elif message.text.strip() or not replies:
            replies += await ask(replace(message, metadata={SHORT_KEY: True}))
        return replies if greeted else _with_welcome(replies, lines)

    def put(
        self,
        connection: Connection,
        conversation: str,
        in_reply_to: str | None,
        messages: Sequence[Message],
    ) -> None:
        """Store messages for sending, each in as many parts as the messenger needs."""
        parts = render(messages, self.platform.limits, _words())
        key = in_reply_to or uuid.uuid4().hex
        for number, part in enumerate(parts):
            enqueue(
                connection,
                self.kind,
                conversation,
                f"{conversation} {key} {number}",
                conversation,
                {"request": self.platform.request_for(part, _list_button())},
            )
            numbered = part.style is Style.NUMBERS
            offered = [
                Offer(choice.id, choice.payload, index if numbered else None)
                for index, choice in enumerate(part.choices, start=1)
            ]
            note_offers(connection, conversation, offered, now=time.time())
        if any(message["kind"] != Kind.EMERGENCY.value for message in messages):
            note_greeted(connection, conversation)

    def announce(self, conversation: str) -> None:
        """Have sent at once what was stored."""
        self.on_announce()

    async def deliver(self, item: Item) -> None:
        """Send what was stored. Raises TryLater or GiveUp."""
        recipient = item.payload.get("recipient")
        if recipient is None:
            recipient = await in_transaction(_database(), recipient_of, item.conversation)
        if recipient is None:
            raise GiveUp("the conversation was deleted")
        await self.platform.send(recipient, item.payload["request"])

    def _store(self, connection: Connection, events: Sequence[Event]) -> list[Incoming]:
        now = time.time()
        new: list[Incoming] = []
        for event in sorted(events, key=lambda event: getattr(event, "sent_at", None) or now):
            if isinstance(event, Failure):
                logger.error("%s: accepted, but not delivered: %s", self.kind, event.code)
                note_failure(connection, self.conversation_of(event.recipient), event.code)
            elif self._accept(connection, event, now):
                new.append(event)
        return new

    def _accept(self, connection: Connection, incoming: Incoming, now: float) -> bool:
        conversation = self.conversation_of(incoming.sender)
        remember_recipient(connection, conversation, incoming.sender, now=now)
        metadata: dict[str, Any] = {
            BUTTON_KEY: incoming.button,
            SORT_KEY: incoming.sort.value if incoming.sort else None,
            SEVERAL_KEY: incoming.several,
            START_KEY: incoming.start,
        }
        return accept(
            connection,
            conversation,
            self.platform.channel,
            hidden_message_id(self.platform.channel, incoming.message_id, self._key),
            incoming.text,
            {name: value for name, value in metadata.items() if value},
            # The customer has been waiting since then, wherever the message was.
            now=min(now, incoming.sent_at or now),
        )

    def _look_up(self, connection: Connection, message: Accepted) -> tuple[str | None, bool]:
        payload, conversation = None, message.conversation
        typed = message.text.strip().rstrip(".)")
        if message.metadata.get(BUTTON_KEY):
            payload = payload_of_button(connection, conversation, message.metadata[BUTTON_KEY])
        elif typed.isdecimal() and len(typed) <= 2:
            payload = payload_of_number(connection, conversation, int(typed))
        return payload, is_greeted(connection, conversation)

    async def _forget(self, message: Accepted, lines: MessengerLines) -> None:
        said = render([lines.deleted(self.platform.title)], self.platform.limits, _words())
        requests = [self.platform.request_for(part, _list_button()) for part in said]

        def forget(connection: Connection) -> None:
            recipient = recipient_of(connection, message.conversation)
            erase(connection, message.conversation)
            if recipient is None:
                return
            # Nothing leads from here to the customer once it is sent: the outbox then drops it.
            for number, request in enumerate(requests):
                key = f"{FORGOTTEN} {message.message_id} {number}"
                content = {"request": request, "recipient": recipient}
                enqueue(connection, self.kind, key, key, FORGOTTEN, content)

        await in_transaction(_database(), forget)
        await asyncio.to_thread(sweep, _database())


def _with_welcome(replies: list[Message], lines: MessengerLines) -> list[Message]:
    # Nothing is said before what to do in an emergency, which names the computer itself.
    if any(reply["kind"] == Kind.EMERGENCY.value for reply in replies):
        return replies
    asked = [reply for reply in replies if reply["topics"] != [GREETING_TOPIC]]
    if not asked:
        return [lines.welcome_alone(retention_days())]
    return [lines.welcome(retention_days()), *asked]


def _is_known(payload: str) -> bool:
    if not payload.startswith("/"):
        # A form's button: what it says is what it stands for.
        return True
    name = payload.lstrip("/").partition("{")[0]
    return name in intents(brain().composer.knowledge)


def _words() -> Words:
    composer = brain().composer
    own = composer.knowledge.messengers

    def short_title(payload: str) -> str | None:
        return composer.short_title(payload.lstrip("/"))

    titles = {LinkRole.PRODUCT: own.links.product, LinkRole.SOURCE: own.links.source}
    return Words(own.numbered, own.choose, titles, short_title)


def _list_button() -> str:
    return brain().composer.knowledge.messengers.list_button


def _database() -> Engine:
    return database(database_url())
