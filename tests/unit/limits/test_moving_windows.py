from __future__ import annotations

import time

import pytest

from assistant.limits.moving_windows import MovingWindows

ANNA, BERT = ("messages", "anna"), ("messages", "bert")


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


def test_the_oldest_one_tells_how_long_to_wait(clock: Clock) -> None:
    windows = MovingWindows()
    waits = []
    for _ in range(4):
        waits.append(windows.seconds_to_wait(ANNA, most=2, seconds=60))
        clock.now += 10
    assert waits == [0, 0, 40, 30]


def test_what_was_refused_isnt_counted(clock: Clock) -> None:
    windows = MovingWindows()
    for _ in range(5):
        windows.seconds_to_wait(ANNA, most=1, seconds=60)
    clock.now += 60
    assert windows.seconds_to_wait(ANNA, most=1, seconds=60) == 0


def test_a_window_moves_on(clock: Clock) -> None:
    windows = MovingWindows()
    # Twice at its end and twice right after it is four times within a minute.
    clock.now += 59
    assert [windows.seconds_to_wait(ANNA, 2, 60) for _ in range(2)] == [0, 0]
    clock.now += 2
    assert windows.seconds_to_wait(ANNA, 2, 60) == 58
    clock.now += 58
    assert [windows.seconds_to_wait(ANNA, 2, 60) > 0 for _ in range(3)] == [False, False, True]


def test_keys_are_counted_apart(clock: Clock) -> None:
    windows = MovingWindows()
    assert windows.seconds_to_wait(ANNA, most=1, seconds=60) == 0
    assert windows.seconds_to_wait(BERT, most=1, seconds=60) == 0
    assert windows.seconds_to_wait(ANNA, most=1, seconds=60) > 0


def test_who_stays_away_is_forgotten(clock: Clock) -> None:
    windows = MovingWindows()
    windows.seconds_to_wait(ANNA, most=1, seconds=3600)
    for number in range(500):
        windows.seconds_to_wait(("messages", str(number)), most=2, seconds=60)
    assert len(windows) == 501
    clock.now += 61
    windows.seconds_to_wait(BERT, most=2, seconds=60)
    assert len(windows) == 2
    assert windows.seconds_to_wait(ANNA, most=1, seconds=3600) > 0
