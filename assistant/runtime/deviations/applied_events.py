"""Works out once which of a conversation's events count.

Stock Rasa goes through all events ten times a message to leave out what was taken back. Events
are only ever added, so the answer holds until there are more of them.
"""

from __future__ import annotations

from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.deviations.replacement import Replacement

_KNOWN = "_assistant_applied_events"
_stock = DialogueStateTracker.applied_events


def _applied_events(self: DialogueStateTracker) -> list[Event]:
    if not self.events:
        return []
    # A conversation of a bounded length loses an old event for each new one.
    count, last = len(self.events), self.events[-1]
    known: tuple[int, Event, list[Event]] | None = self.__dict__.get(_KNOWN)
    if known is None or known[0] != count or known[1] is not last:
        known = self.__dict__[_KNOWN] = (count, last, _stock(self))
    return list(known[2])


APPLIED_EVENTS = Replacement(
    name="applied-events",
    owner=DialogueStateTracker,
    attribute="applied_events",
    source="764d5065ea9997d613c1984d9357370f9ae32d31ca21346086f16c54f0487aae",
    ours=_applied_events,
)
