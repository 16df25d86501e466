from __future__ import annotations

import pytest

from assistant.outbox.backoff import (
    FIRST_SECONDS,
    LONGEST_ASKED_SECONDS,
    LONGEST_SECONDS,
    wait_seconds,
)


@pytest.mark.parametrize(("failures", "longest"), [(1, 1), (2, 2), (5, 16), (40, LONGEST_SECONDS)])
def test_waits_double_up_to_a_limit_and_differ(failures: int, longest: float) -> None:
    waits = [wait_seconds(failures) for _ in range(200)]
    assert all(longest / 2 <= wait <= longest for wait in waits)
    assert len(set(waits)) > 100


def test_a_wait_that_was_asked_for_is_kept() -> None:
    assert all(30 <= wait_seconds(1, 30.0) <= 30 + FIRST_SECONDS for _ in range(50))
    assert wait_seconds(12, 5.0) >= LONGEST_SECONDS / 2


def test_nobody_can_ask_for_a_wait_without_end() -> None:
    assert wait_seconds(1, 1e9) <= LONGEST_ASKED_SECONDS + FIRST_SECONDS
