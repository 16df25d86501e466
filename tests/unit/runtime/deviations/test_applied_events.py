from __future__ import annotations

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.deviations.applied_events import APPLIED_EVENTS
from tests.unit.runtime.deviations.conversations import DOMAIN, conversation, random_events
from tests.unit.runtime.deviations.stock import stock


def same_as_stock(tracker: DialogueStateTracker) -> None:
    with stock(APPLIED_EVENTS):
        expected = tracker.applied_events()
        APPLIED_EVENTS.install()
        for _ in range(2):
            found = tracker.applied_events()
            assert len(found) == len(expected)
            assert all(mine is theirs for mine, theirs in zip(found, expected, strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_the_events_are_those_of_stock_after_every_event(seed: int) -> None:
    tracker = conversation()
    same_as_stock(tracker)
    for event in random_events(seed, 60):
        tracker.update(event)
        same_as_stock(tracker)


def test_a_conversation_of_a_bounded_length_keeps_up() -> None:
    tracker = DialogueStateTracker("somebody", DOMAIN.slots, max_event_history=5)
    for event in random_events(1, 40):
        tracker.update(event)
        same_as_stock(tracker)


def test_who_changes_the_list_changes_no_other() -> None:
    tracker = conversation()
    with stock(APPLIED_EVENTS):
        APPLIED_EVENTS.install()
        for event in random_events(2, 10):
            tracker.update(event)
        before = tracker.applied_events()
        tracker.applied_events().clear()
        assert tracker.applied_events() == before
