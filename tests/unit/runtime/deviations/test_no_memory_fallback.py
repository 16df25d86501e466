from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from assistant.runtime.deviations.no_memory_fallback import NO_MEMORY_FALLBACK
from tests.unit.runtime.deviations.stock import stock


class Broken(InMemoryTrackerStore):
    async def retrieve(self, sender_id: str) -> Any:
        raise ConnectionError("broken on purpose")


async def test_a_failing_store_is_an_error() -> None:
    with stock(NO_MEMORY_FALLBACK):
        silent = Agent(domain=Domain.empty(), tracker_store=Broken(Domain.empty()))
        assert await silent.tracker_store.retrieve("a") is None
        NO_MEMORY_FALLBACK.install()
        agent = Agent(domain=Domain.empty(), tracker_store=Broken(Domain.empty()))
        with pytest.raises(ConnectionError):
            await agent.tracker_store.retrieve("a")


def test_a_working_store_is_the_same_but_for_the_fallback() -> None:
    with stock(NO_MEMORY_FALLBACK):
        given = InMemoryTrackerStore(Domain.empty())
        wrapped = Agent(domain=Domain.empty(), tracker_store=given).tracker_store
        assert isinstance(wrapped, FailSafeTrackerStore)
        assert wrapped._tracker_store is given
        NO_MEMORY_FALLBACK.install()
        assert Agent(domain=Domain.empty(), tracker_store=given).tracker_store is given
        assert isinstance(Agent().tracker_store, InMemoryTrackerStore)
