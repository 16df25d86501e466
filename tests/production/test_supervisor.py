"""`assistant serve --workers 2`: a worker that is killed is started again."""

from __future__ import annotations

import urllib.request
from collections.abc import Sequence
from pathlib import Path

import psutil

from evaluation.production.servers import Assistant, fetch
from evaluation.production.services import free_port, listens, running, wait_for


class Workers(Assistant):
    """Two workers under one supervisor, on two neighbouring ports."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__(folder, **settings)
        while listens(self.port + 1):
            self.port = free_port()

    def command(self) -> Sequence[str]:
        return [*super().command(), "--workers", "2"]

    def is_ready(self) -> bool:
        return all(self.serves(number) for number in (0, 1))

    def serves(self, number: int) -> bool:
        address = f"http://127.0.0.1:{self.port + number}/health/serving"
        try:
            return fetch(urllib.request.Request(address))[0] == 200
        except OSError:
            return False


def test_a_killed_worker_comes_back(folder: Path, shared: dict[str, str]) -> None:
    workers = Workers(folder / "supervised", **shared)
    with running(workers):
        supervisor = psutil.Process(workers.pid)
        children = supervisor.children()
        assert len(children) == 2
        children[0].kill()
        wait_for(lambda: not workers.is_ready(), "it lives", 30)
        wait_for(workers.is_ready, "it doesn't come back", 240)
        assert len(supervisor.children()) == 2
    assert not any(child.is_running() for child in children)
