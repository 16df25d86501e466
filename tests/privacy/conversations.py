"""Stores conversations as the server does: through Rasa's tracker store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa.core.actions.action import create_bot_utterance
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.replies.message import message_of
from assistant.replies.reply import Kind, Reply
from assistant.runtime.conversation_store import ConversationStore

NOW = 1_800_000_000.0
DAY = 86_400.0


@dataclass
class Said:
    """What a customer said in a conversation, and of which kind the replies were."""

    conversation: str
    text: str
    kinds: tuple[Kind, ...] = (Kind.ANSWER,)
    topics: tuple[str, ...] = ()
    at: float = NOW - 3600


async def store(*turns: Said) -> None:
    """Store turns, one after the other."""
    keeper = ConversationStore(Domain.empty())
    by_conversation: dict[str, list[Event]] = {}
    for turn in turns:
        events = by_conversation.setdefault(turn.conversation, [SessionStarted(timestamp=turn.at)])
        events.append(UserUttered(turn.text, timestamp=turn.at))
        for kind in turn.kinds:
            message: dict[str, Any] = message_of(Reply("Tekst.", kind, topics=turn.topics))
            reply = create_bot_utterance(message)
            reply.timestamp = turn.at
            events.append(reply)
    for conversation, events in by_conversation.items():
        tracker = DialogueStateTracker.from_events(conversation, events)
        await keeper.save(tracker)
    keeper.engine.dispose()
