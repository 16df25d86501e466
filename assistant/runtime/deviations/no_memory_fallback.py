"""Lets a failing conversation store be an error.

Stock Rasa goes on with an empty conversation in memory when its store fails: what the customer said
about a risk would be forgotten without a trace. Channels answer an error with the fail-safe line,
which refers where that is due.
"""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from assistant.runtime.deviations.replacement import Replacement


def _create(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store


NO_MEMORY_FALLBACK = Replacement(
    name="no-memory-fallback",
    owner=Agent,
    attribute="_create_tracker_store",
    source="97499b594b45581b2c6d8ff7adb9083af24eba85654995a40350de65633ca574",
    ours=_create,
)
