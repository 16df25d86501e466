"""Runs several server processes, each on a port of its own, and starts again what dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from assistant.setting_error import SettingError

# A worker that dies sooner than this after its start is waited with a little longer each time.
STEADY_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 30.0
POLL_SECONDS = 0.2
STOP_SECONDS = 12.0


def check_workers(number: int, *, database_url: str, redis_url: str | None) -> None:
    """Raise SettingError unless so many processes can share the conversations."""
    if os.environ.get("SANIC_WORKERS", "1") != "1":
        raise SettingError(
            "SANIC_WORKERS is Rasa's and stays without effect here. Fix: unset it, and use "
            "`assistant serve --workers N`"
        )
    if number < 1:
        raise SettingError("--workers is less than 1. Fix: name how many processes to run")
    if number == 1:
        return
    if not redis_url:
        raise SettingError(
            "Several workers need a lock that they share. Fix: set ASSISTANT_REDIS to a Redis"
        )
    if database_url.startswith("sqlite"):
        raise SettingError(
            "Several workers need a database that they share. Fix: set ASSISTANT_DATABASE to a "
            "PostgreSQL"
        )


class Supervisor:
    """Keeps one process per port running until told to stop."""

    def __init__(
        self, command: Callable[[int], list[str]], ports: list[int], say: Callable[[str], None]
    ) -> None:
        """Take what starts the worker of a port, the ports, and what tells the operator."""
        self._command = command
        self._say = say
        self._workers: dict[int, subprocess.Popen[bytes]] = {}
        self._started: dict[int, float] = {}
        self._wait = dict.fromkeys(ports, 0.0)
        self._start_at = dict.fromkeys(ports, 0.0)
        self._stopping = False

    def run(self) -> int:
        """Run until SIGTERM or SIGINT; return the exit code.

        A worker that can't start at all (exit code 1 to 3 before it was ever steady) ends all.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self._stopping:
            for port in self._wait:
                code = self._look_after(port)
                if code is not None:
                    self._end()
                    return code
            time.sleep(POLL_SECONDS)
        self._end()
        return 0

    def _look_after(self, port: int) -> int | None:
        worker, now = self._workers.get(port), time.monotonic()
        if worker is None:
            if now >= self._start_at[port]:
                self._workers[port] = subprocess.Popen(self._command(port))  # noqa: S603
                self._started[port] = now
            return None
        code = worker.poll()
        if code is None:
            return None
        steady = now - self._started[port] >= STEADY_SECONDS
        if code > 0 and not steady and not self._wait[port]:
            return code
        self._wait[port] = 0.0 if steady else min(LONGEST_WAIT_SECONDS, 2 * self._wait[port] or 0.5)
        self._say(f"The worker on port {port} ended ({code}); it is started again.")
        self._start_at[port] = now + self._wait[port]
        del self._workers[port]
        return None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        for worker in self._workers.values():
            worker.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for worker in self._workers.values():
            try:
                worker.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()


def worker_command(interface: str, credentials: Path) -> Callable[[int], list[str]]:
    """Return what starts a single worker: this command on a port."""
    return lambda port: [
        sys.executable, "-m", "assistant.cli", "serve",
        "--interface", interface, "--port", str(port), "--credentials", str(credentials),
    ]  # fmt: skip
