from __future__ import annotations

import asyncio

import pytest

from assistant.runtime import background


class Job:
    def __init__(self, said: list[str], name: str, fails: str = "") -> None:
        self.said, self.name, self.fails = said, name, fails

    async def start(self, app: object) -> None:
        self.say("start")

    async def stop(self, app: object) -> None:
        self.say("stop")

    def say(self, what: str) -> None:
        self.said.append(f"{what} {self.name}")
        if self.fails == what:
            raise RuntimeError("broken on purpose")


async def test_jobs_stop_in_reverse_order_though_one_fails() -> None:
    said: list[str] = []
    jobs = [Job(said, "a"), Job(said, "b", fails="stop")]
    await background.start_all(None, jobs)
    await background.stop_all(None, jobs)
    assert said == ["start a", "start b", "stop b", "stop a"]


async def test_a_job_that_cannot_start_ends_the_server_and_the_others() -> None:
    said: list[str] = []
    with pytest.raises(RuntimeError):
        await background.start_all(None, [Job(said, "a"), Job(said, "b", fails="start")])
    assert said == ["start a", "start b", "stop a"]


async def test_a_job_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hangs(Job):
        async def stop(self, app: object) -> None:
            await asyncio.Event().wait()

    monkeypatch.setattr(background, "STOP_SECONDS", 0.01)
    said: list[str] = []
    await background.stop_all(None, [Job(said, "a"), Hangs(said, "b")])
    assert said == ["stop a"]
