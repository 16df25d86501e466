from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.conversation_store import WINDOW_VARIABLE, ConversationStore
from assistant.runtime.deviations.replacement import STOCK_VARIABLE
from assistant.setting_error import SettingError
from assistant.storage.database import URL_VARIABLE

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
slots:
  risks: {type: list, influence_conversation: false, mappings: [{type: custom}]}
  other: {type: any, influence_conversation: false, mappings: [{type: custom}]}
"""
)
WINDOW = 20


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/tracker.db")
    monkeypatch.setenv(WINDOW_VARIABLE, str(WINDOW))
    return ConversationStore(DOMAIN)


def start() -> list[Event]:
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        ActionExecuted("action_listen"),
    ]


def turn(number: int) -> list[Event]:
    return [
        UserUttered(f"text {number}", {"name": "topic"}),
        ActionExecuted("action_answer"),
        BotUttered(f"answer {number}"),
        ActionExecuted("action_listen"),
    ]


async def add(store: ConversationStore, events: list[Event]) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker("a", append_action_listen=False)
    tracker.update_with_events(events, DOMAIN)
    await store.save(tracker)
    return tracker


async def talk(store: ConversationStore, turns: int) -> None:
    for number in range(turns):
        await add(store, turn(number))


def slots(tracker: DialogueStateTracker | None) -> dict[str, object]:
    assert tracker is not None
    return {name: tracker.get_slot(name) for name in ("risks", "other")}


def texts(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_short_session_is_read_whole_like_stock(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add(store, [*start(), *turn(98), *turn(99)])
    await add(store, [*start(), SlotSet("risks", ["pregnancy"])])
    await talk(store, 3)
    ours = await store.retrieve("a")
    monkeypatch.setenv(STOCK_VARIABLE, "session-bounds")
    stock = await ConversationStore(DOMAIN).retrieve("a")
    assert ours is not None
    assert ours == stock
    assert texts(ours) == ["text 0", "text 1", "text 2"]


async def test_a_long_session_is_read_from_a_turn_on_and_kept_whole(
    store: ConversationStore,
) -> None:
    await add(store, start())
    await talk(store, 30)
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert len(tracker.events) <= WINDOW
    assert isinstance(tracker.events[1], UserUttered)
    assert tracker.applied_events()
    everything = await store.retrieve_full_tracker("a")
    assert texts(everything) == [f"text {number}" for number in range(30)]


async def test_what_earlier_events_left_behind_survives(store: ConversationStore) -> None:
    await add(store, [*start(), SlotSet("risks", ["old"]), SlotSet("other", 1)])
    await talk(store, 10)
    await add(store, [SlotSet("risks", ["pregnancy"]), ActiveLoop("form"), ConversationPaused()])
    await talk(store, 10)
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert slots(tracker) == {"risks": ["pregnancy"], "other": 1}
    assert tracker.active_loop_name == "form"
    assert tracker.is_paused()
    # And the next turn is stored behind it, once.
    await talk(store, 1)
    everything = await store.retrieve_full_tracker("a")
    assert len(texts(everything)) == 21


@pytest.mark.parametrize("break_event", [Restarted, SessionStarted])
async def test_nothing_comes_back_from_before_a_break(
    store: ConversationStore, break_event: type[Event]
) -> None:
    await add(store, [*start(), SlotSet("risks", ["old"]), break_event(), SlotSet("other", 1)])
    await talk(store, 10)
    tracker = await store.retrieve("a")
    assert tracker is not None
    assert slots(tracker) == {"risks": None, "other": 1}


async def test_a_clock_that_was_set_back_loses_and_doubles_nothing(
    store: ConversationStore,
) -> None:
    await add(store, start())
    await add(store, [UserUttered("later", timestamp=1e9)])
    await add(store, [UserUttered("earlier", timestamp=1e6)])
    assert texts(await store.retrieve("a")) == ["later", "earlier"]
    assert texts(await store.retrieve_full_tracker("a")) == ["later", "earlier"]


async def test_saving_twice_stores_once(store: ConversationStore) -> None:
    tracker = await add(store, [*start(), *turn(0)])
    await store.save(tracker)
    assert texts(await store.retrieve("a")) == ["text 0"]


async def test_unknown_conversations_are_none(store: ConversationStore) -> None:
    assert await store.retrieve("nobody") is None
    assert await store.exists("nobody") is False


@pytest.mark.parametrize("value", ["0", "many", "-5"])
def test_a_wrong_window_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WINDOW_VARIABLE, value)
    with pytest.raises(SettingError, match=WINDOW_VARIABLE):
        ConversationStore(DOMAIN)
