"""Finds an event's class by its type name in a dictionary.

Stock Rasa walks the tree of all event classes for every event of every conversation that it reads.
The class that the walk finds first is the same each time, so it is remembered; an unknown name
takes stock's way, with its errors.
"""

from __future__ import annotations

from rasa.shared.core.events import Event

from assistant.runtime.deviations.replacement import Replacement

_stock = Event.resolve_by_type
_known: dict[str, type[Event]] = {}


def _resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    known = _known.get(type_name)
    if known is None:
        known = _stock(type_name, default)
        if known is not None and known.type_name == type_name:
            _known[type_name] = known
    return known


EVENT_CLASSES = Replacement(
    name="event-classes",
    owner=Event,
    attribute="resolve_by_type",
    source="b5cf570fa7f286c7059ec73d8880528d03a78b28cf4e80285a46079c0fa65968",
    ours=_resolve,
)
