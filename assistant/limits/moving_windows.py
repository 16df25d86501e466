"""Counts in this process what happened within the last seconds.

The memory storage of `limits`, in the release that Rasa allows, looks at every counted
request again after each one, in a new thread: at 500 visitors answers took 23 s.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

_TIDY_SECONDS = 60.0


@dataclass(frozen=True)
class _Window:
    """When something last happened, at most as often as allowed; ``seconds`` is its length."""

    seconds: float
    moments: deque[float]


class MovingWindows:
    """Windows by key, each of its own length."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._windows: dict[tuple[str, str], _Window] = {}
        self._tidied = time.monotonic()

    def __len__(self) -> int:
        """Return how many keys are remembered."""
        return len(self._windows)

    def seconds_to_wait(self, key: tuple[str, str], most: int, seconds: float) -> float:
        """Count something that may happen ``most`` times in so many seconds.

        Returns 0 when it is allowed, else in how many seconds it is; then it isn't counted.
        """
        now = time.monotonic()
        self._tidy(now)
        window = self._windows.get(key)
        if window is None:
            window = self._windows[key] = _Window(seconds, deque(maxlen=most))
        moments = window.moments
        if len(moments) == most and moments[0] > now - seconds:
            return moments[0] + seconds - now
        moments.append(now)
        return 0.0

    def _tidy(self, now: float) -> None:
        if now - self._tidied < _TIDY_SECONDS:
            return
        self._tidied = now
        self._windows = {
            key: window
            for key, window in self._windows.items()
            if window.moments[-1] > now - window.seconds
        }
