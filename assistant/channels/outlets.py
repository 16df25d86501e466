"""Where the messages to a conversation are stored for its channel to send."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy.engine import Connection

from assistant.replies.message import Message


class Outlet(Protocol):
    """Stores messages to a customer within the caller's transaction."""

    def __call__(
        self,
        connection: Connection,
        conversation: str,
        in_reply_to: str | None,
        messages: Sequence[Message],
    ) -> None:
        """Store messages in order; ``in_reply_to`` is the id of the customer's message, if any."""


class NoOutlet(KeyError):
    """No channel of this name sends messages by itself."""


_outlets: dict[str, Outlet] = {}
_announcers: dict[str, Callable[[str], None]] = {}


def register_outlet(
    channel: str, put: Outlet, *, announce: Callable[[str], None] | None = None
) -> None:
    """Name where a channel's messages go; ``channel`` starts its conversations' ids.

    ``announce`` takes a conversation for which messages have been committed.
    """
    _outlets[channel] = put
    if announce is not None:
        _announcers[channel] = announce


def announce(conversation: str) -> None:
    """Tell the conversation's channel, in this process, that messages have been committed."""
    announcer = _announcers.get(_channel_of(conversation))
    if announcer is not None:
        announcer(conversation)


def outlet_of(conversation: str) -> Outlet:
    """Return the outlet of a conversation, whose id starts with the channel's name and ``-``.

    Raises NoOutlet.
    """
    channel = _channel_of(conversation)
    try:
        return _outlets[channel]
    except KeyError:
        raise NoOutlet(channel) from None


def _channel_of(conversation: str) -> str:
    return conversation.partition("-")[0]
