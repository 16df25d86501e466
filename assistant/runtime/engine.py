"""The trained assistant in one process: the same engine and actions as the server."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import UserUttered

from assistant.replies.message import Message
from assistant.replies.reply import gravest
from assistant.runtime.deviations.in_process_actions import InProcessActions
from assistant.runtime.messages import TypedOutputChannel, failsafe_messages
from assistant.topics import FALLBACK_INTENT


@dataclass(frozen=True)
class Answer:
    """What one message brought about; ``intent`` is the classifier's own top choice."""

    conversation: str
    text: str
    intent: str | None
    confidence: float
    kind: str | None
    topics: list[str]
    messages: list[Message] = field(default_factory=list)
    ms: float = 0.0


class EngineNotReady(Exception):
    """The model could not be loaded."""


class Engine:
    """Talks with the trained model; conversations live in memory."""

    def __init__(self, agent: Agent) -> None:
        """Take a loaded agent."""
        self._agent = agent

    @classmethod
    async def load(cls, model: Path, endpoints: AvailableEndpoints | None = None) -> Engine:
        """Load a trained model. Raises EngineNotReady."""
        endpoints = endpoints or AvailableEndpoints.read_endpoints("endpoints.yml")
        endpoints.action = InProcessActions()
        endpoints.tracker_store = None
        endpoints.event_broker = None
        endpoints.lock_store = None
        agent = await load_agent(model_path=str(model), endpoints=endpoints)
        if not agent.is_ready():
            raise EngineNotReady(f"{model} could not be loaded")
        return cls(agent)

    async def ask(self, conversation: str, text: str) -> Answer:
        """Send a message in a conversation and return what came back."""
        started = time.perf_counter()
        channel = TypedOutputChannel()
        intent: str | None = None
        confidence = 0.0
        try:
            await self._agent.handle_message(
                UserMessage(text, channel, conversation, input_channel="ask")
            )
            intent, confidence = await self._understood(conversation)
        except Exception as error:
            channel.messages = failsafe_messages(text, error)
        messages = channel.replies(text)
        topics = dict.fromkeys(topic for said in messages for topic in said["topics"])
        return Answer(
            conversation=conversation,
            text=text,
            intent=intent,
            confidence=round(confidence, 4),
            kind=gravest(said["kind"] for said in messages),
            topics=list(topics),
            messages=[{"text": m["text"], "buttons": m["buttons"]} for m in messages],
            ms=round((time.perf_counter() - started) * 1000, 1),
        )

    async def _understood(self, conversation: str) -> tuple[str | None, float]:
        tracker = await self._agent.tracker_store.retrieve(conversation)
        message = tracker.get_last_event_for(UserUttered) if tracker else None
        if message is None:
            return None, 0.0
        parsed: dict[str, Any] = message.parse_data
        ranking = [parsed["intent"], *(parsed.get("intent_ranking") or ())]
        own = [entry for entry in ranking if entry.get("name") != FALLBACK_INTENT]
        best = max(own, key=lambda entry: entry["confidence"], default=parsed["intent"])
        name = best.get("name")
        return (None if name == FALLBACK_INTENT else name), float(best["confidence"])
