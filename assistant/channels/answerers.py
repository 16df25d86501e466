"""What channels do with an accepted message besides asking the model."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from assistant.replies.message import Message
from assistant.storage.inbox import Accepted

# Has the model answer a message; doesn't raise.
Ask = Callable[[Accepted], Awaitable[list[Message]]]
Answerer = Callable[[Accepted, Ask], Awaitable[list[Message]]]

_answerers: dict[str, Answerer] = {}


def register_answerer(channel: str, answerer: Answerer) -> None:
    """Name what answers a channel's messages; it asks the model itself."""
    _answerers[channel] = answerer


async def answer_of(message: Accepted, ask: Ask) -> list[Message]:
    """Return the replies to a message, by its channel's answerer where it has one."""
    answerer = _answerers.get(message.channel)
    return await (answerer(message, ask) if answerer else ask(message))
