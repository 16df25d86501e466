"""How long to wait before the next try."""

from __future__ import annotations

import random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
# Whoever asks for a longer wait is asked again after this.
LONGEST_ASKED_SECONDS = 900.0


def wait_seconds(failures: int, retry_after: float | None = None) -> float:
    """Return the wait after so many failures: it doubles, up to a limit.

    It is never below ``retry_after``, which has a limit of its own.
    """
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(failures - 1, 30))
    # Jitter spreads what failed together, so that it doesn't come back together.
    wait = random.uniform(longest / 2, longest)
    if retry_after is None:
        return wait
    asked = min(retry_after, LONGEST_ASKED_SECONDS)
    return max(wait, asked + random.uniform(0, FIRST_SECONDS))
