from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.deviations.conversation_states import CONVERSATION_STATES
from tests.unit.runtime.deviations.conversations import DOMAIN, conversation, random_events
from tests.unit.runtime.deviations.stock import stock


def both(
    tracker: DialogueStateTracker, domain: Domain = DOMAIN, **how: Any
) -> tuple[list[State], list[State]]:
    """Return the states that stock finds, and ours."""
    with stock(CONVERSATION_STATES):
        expected = domain.states_for_tracker_history(tracker, **how)
        CONVERSATION_STATES.install()
        return expected, domain.states_for_tracker_history(tracker, **how)


@pytest.mark.parametrize("seed", range(20))
def test_the_states_are_those_of_stock_after_every_event(seed: int) -> None:
    tracker = conversation()
    for event in random_events(seed, 60):
        tracker.update(event)
        for how in ({}, {"ignore_rule_only_turns": True}):
            expected, found = both(tracker, **how)
            assert found == expected


def test_the_states_without_unset_slots_are_others() -> None:
    tracker = conversation()
    for event in random_events(3, 30):
        tracker.update(event)
        for omit in (False, True):
            expected, found = both(tracker, omit_unset_slots=omit)
            assert found == expected


def test_another_domain_has_its_own_states() -> None:
    tracker = conversation()
    other = Domain.from_dict({**DOMAIN.as_dict(), "intents": ["ask"], "entities": []})
    for event in random_events(4, 30):
        tracker.update(event)
    for domain in (DOMAIN, other, DOMAIN):
        expected, found = both(tracker, domain)
        assert found == expected


def test_who_changes_a_state_changes_no_other() -> None:
    tracker = conversation()
    for event in random_events(5, 30):
        tracker.update(event)
    expected, found = both(tracker)
    for state in found:
        for part in state.values():
            part.clear()
        state.clear()
    assert both(tracker) == (expected, expected)
