"""Stops trying a service that fails at everything, and looks now and then whether it's back."""

from __future__ import annotations

from collections.abc import Callable

FAILURES_TO_OPEN = 5
FIRST_PAUSE_SECONDS = 2.0
# A service that is back gets what waits within ten seconds.
LONGEST_PAUSE_SECONDS = 8.0


class CircuitBreaker:
    """Closed while a service works; open, it lets a single try through after each pause."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take a clock that gives seconds and is never set."""
        self._clock = clock
        self._failures = 0
        self._pause = FIRST_PAUSE_SECONDS
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the service is taken to be down."""
        return self._failures >= FAILURES_TO_OPEN

    def allowed(self, running: int, most: int) -> int:
        """Return how many more tries may start beside those running, of at most ``most``."""
        if not self.is_open:
            return max(0, most - running)
        return 1 if running == 0 and self._clock() >= self._next_try else 0

    def succeeded(self) -> bool:
        """Note that the service answers; True when this closed the circuit."""
        was_open = self.is_open
        self._failures = 0
        self._pause = FIRST_PAUSE_SECONDS
        return was_open

    def failed(self) -> bool:
        """Note a failure; True when this one opened the circuit."""
        self._failures += 1
        if not self.is_open:
            return False
        self._next_try = self._clock() + self._pause
        self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2)
        return self._failures == FAILURES_TO_OPEN
