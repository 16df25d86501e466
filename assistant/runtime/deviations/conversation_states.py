"""Goes on with a conversation's states where the prediction before left off.

Stock Rasa replays the whole conversation for every prediction of every policy, though within a
message only a few events are added. Policies change the states that they get, so each gets copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.deviations.replacement import Replacement

_KNOWN = "_assistant_states"
_stock = Domain.states_for_tracker_history


@dataclass
class _Replay:
    """A conversation replayed: ``tracker`` after ``events``, and the state before each action."""

    domain: Domain
    omit_unset_slots: bool
    tracker: DialogueStateTracker
    events: list[Event]
    states: list[State]

    def is_part_of(self, events: list[Event]) -> bool:
        """Tell whether ``events`` begin with those that were replayed."""
        return len(self.events) <= len(events) and all(
            mine is theirs for mine, theirs in zip(self.events, events, strict=False)
        )

    def go_on(self, events: list[Event]) -> None:
        """Replay what comes after the events so far."""
        for event in events[len(self.events) :]:
            if isinstance(event, ActionExecuted):
                self.states.append(self.now())
            self.tracker.update(event)
            self.events.append(event)

    def now(self) -> State:
        """Return the state after the last event."""
        return self.domain.get_active_state(self.tracker, self.omit_unset_slots)


def _states(
    self: Domain,
    tracker: DialogueStateTracker,
    omit_unset_slots: bool = False,
    ignore_rule_only_turns: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    if ignore_rule_only_turns:
        states: list[State] = _stock(
            self, tracker, omit_unset_slots, ignore_rule_only_turns, rule_only_data
        )
        return states
    events = tracker.applied_events()
    replay: _Replay | None = tracker.__dict__.get(_KNOWN)
    if (
        replay is None
        or replay.domain is not self
        or replay.omit_unset_slots != omit_unset_slots
        or not replay.is_part_of(events)
    ):
        replay = _Replay(self, omit_unset_slots, tracker.init_copy(), [], [])
        tracker.__dict__[_KNOWN] = replay
    replay.go_on(events)
    return [
        {kind: dict(part) for kind, part in state.items()}
        for state in (*replay.states, replay.now())
    ]


CONVERSATION_STATES = Replacement(
    name="conversation-states",
    owner=Domain,
    attribute="states_for_tracker_history",
    source="035111ce73ac90ba50e143abf556f924af07d9f452893f5a96a62895d44df8b7",
    ours=_states,
)
