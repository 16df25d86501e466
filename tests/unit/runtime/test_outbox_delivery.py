from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.outbox import GiveUp, Item, TryLater, enqueue, register_deliverer
from assistant.outbox.worker import Happening
from assistant.runtime import metrics, outbox_delivery
from assistant.storage.database import URL_VARIABLE, database


async def test_a_registered_kind_is_delivered_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    monkeypatch.setenv(URL_VARIABLE, url)
    accepted: list[str] = []

    async def deliver(item: Item) -> None:
        if item.order_key == "refused":
            raise GiveUp("no")
        if not accepted:
            accepted.append("tried")
            raise TryLater
        accepted.append(item.payload["text"])

    register_deliverer("test_kind", deliver)
    with database(url).begin() as connection:
        enqueue(connection, "test_kind", "a", "1", "c", {"text": "hallo"})
        enqueue(connection, "test_kind", "refused", "2", "c", {})
    app: Any = SimpleNamespace(ctx=SimpleNamespace())
    await outbox_delivery.start(app)
    assert outbox_delivery.outbox_worker(app) is app.ctx.outbox_worker
    for _ in range(300):
        if "hallo" in accepted:
            break
        await asyncio.sleep(0.02)
    await outbox_delivery.stop(app)
    assert accepted == ["tried", "hallo"]
    for counter in (metrics.outbox_sent, metrics.outbox_retries, metrics.outbox_dead):
        assert counter.labels(kind="test_kind")._value.get() == 1


def test_the_circuit_shows() -> None:
    gauge = metrics.circuit_open.labels(kind="test_circuit")
    outbox_delivery.count("test_circuit", Happening.CIRCUIT_OPEN)
    assert gauge._value.get() == 1
    outbox_delivery.count("test_circuit", Happening.CIRCUIT_CLOSED)
    assert gauge._value.get() == 0


async def test_stopping_what_never_started_is_fine() -> None:
    app: Any = SimpleNamespace(ctx=SimpleNamespace())
    await outbox_delivery.stop(app)
