"""What whoever delivers an item tells the outbox."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from assistant.storage.outbox import Item

# Returns once the other side has accepted the item.
Deliver = Callable[[Item], Awaitable[None]]


class TryLater(Exception):
    """The other side can't take it now; ``retry_after`` is how many seconds it asked for."""

    def __init__(self, retry_after: float | None = None, reason: str = "not now") -> None:
        """Take a wait and a short reason without anything of the item's content."""
        super().__init__(reason)
        self.retry_after = retry_after


class Away(TryLater):
    """Nobody could be reached, so nothing was sent and it says nothing about the item."""

    def __init__(self, reason: str) -> None:
        """Take a short reason."""
        super().__init__(reason=reason)


class GiveUp(Exception):
    """The other side will never take it."""

    def __init__(self, reason: str) -> None:
        """Take a short reason without anything of the item's content."""
        super().__init__(reason)
