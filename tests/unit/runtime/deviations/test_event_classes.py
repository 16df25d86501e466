from __future__ import annotations

import pytest
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from assistant.runtime.deviations.event_classes import EVENT_CLASSES
from tests.unit.runtime.deviations.stock import stock

NAMES = sorted({event.type_name for event in all_subclasses(Event)})


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_the_class_that_stock_finds(name: str) -> None:
    with stock(EVENT_CLASSES):
        expected = Event.resolve_by_type(name)
        EVENT_CLASSES.install()
        assert Event.resolve_by_type(name) is expected
        assert Event.resolve_by_type(name) is expected


def test_unknown_names_take_the_way_of_stock() -> None:
    with stock(EVENT_CLASSES):
        EVENT_CLASSES.install()
        assert Event.resolve_by_type("topic") is None
        assert Event.resolve_by_type("nonsense", Event) is Event
        with pytest.raises(ValueError, match="nonsense"):
            Event.resolve_by_type("nonsense")
