"""Sends many messages to one server and watches its memory, descriptors and tasks.

``python -m evaluation.production.soak`` goes on where an earlier run stopped counting
(results/soak.json): each run is a server of its own, warmed up first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
import time
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import psutil

from evaluation.production.servers import REST, Assistant
from evaluation.production.services import running
from evaluation.production.visitors import QUESTIONS

RESULTS = Path("results/soak.json")
MESSAGES = 100_000
WARM_UP = 0.1
CLIENTS = 4
TURNS = 8
GROWTH = 1.05
# What `concurrent.futures` and asyncio's default executor start at most.
EXECUTOR_THREADS = min(32, (os.cpu_count() or 1) + 4)


@dataclass
class Run:
    """What one server did. Memory in MB, after warm-up and at the end."""

    messages: int
    errors: int
    seconds: float
    memory_before: float
    memory_after: float
    descriptors_before: int
    descriptors_after: int
    threads_before: int
    threads_after: int
    tasks_before: int
    tasks_after: int

    def problems(self) -> list[str]:
        """Return what must not happen."""
        found = []
        if self.errors:
            found.append(f"{self.errors} errors")
        if self.memory_after > GROWTH * self.memory_before:
            found.append(f"memory grew from {self.memory_before} to {self.memory_after} MB")
        if self.descriptors_after > self.descriptors_before + CLIENTS:
            found.append(
                f"descriptors grew from {self.descriptors_before} to {self.descriptors_after}"
            )
        # An executor starts its threads one by one as they are needed, long after a warm-up.
        if self.threads_after > self.threads_before + EXECUTOR_THREADS:
            found.append(f"threads grew from {self.threads_before} to {self.threads_after}")
        if self.tasks_after > self.tasks_before + CLIENTS:
            found.append(f"tasks grew from {self.tasks_before} to {self.tasks_after}")
        return found


def soak(messages: int, folder: Path) -> Run:
    """Send so many messages after a warm-up of a tenth more."""
    server = Assistant(folder)
    with running(server):
        process = psutil.Process(server.pid)
        asyncio.run(_send(server, int(messages * WARM_UP)))
        before = _state(server, process)
        started = time.monotonic()
        errors = asyncio.run(_send(server, messages))
        seconds = time.monotonic() - started
        after = _state(server, process)
    return Run(
        messages, errors, round(seconds, 1), before[0], after[0], before[1], after[1],
        before[2], after[2], before[3], after[3],
    )  # fmt: skip


def _state(server: Assistant, process: psutil.Process) -> tuple[float, int, int, int]:
    memory = round(process.memory_info().rss / 1e6, 1)
    _, counted = server.get("/metrics")
    [tasks] = re.findall(r"^assistant_tasks (\S+)$", counted, re.MULTILINE)
    return memory, process.num_fds(), process.num_threads(), int(float(tasks))


async def _send(server: Assistant, messages: int) -> int:
    errors, left = 0, iter(range(messages))

    async def visit(http: httpx.AsyncClient) -> None:
        nonlocal errors
        conversation = uuid.uuid4().hex
        for turn in left:
            if turn % TURNS == 0:
                conversation = uuid.uuid4().hex
            body = {"sender": conversation, "message": QUESTIONS[turn % len(QUESTIONS)]}
            answer = await http.post(server.url + REST, json=body)
            errors += answer.status_code != 200 or not answer.json()

    async with httpx.AsyncClient(timeout=60) as http:
        await asyncio.gather(*(visit(http) for _ in range(CLIENTS)))
    return errors


def main() -> int:
    """Send what is missing; the exit code says whether something grew or failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--per-run", type=int, default=MESSAGES, help="fits into its time")
    options = parser.parse_args()
    runs = []
    if RESULTS.exists():
        runs = [Run(**each) for each in json.loads(RESULTS.read_text(encoding="utf-8"))]
    while (missing := options.messages - sum(run.messages for run in runs)) > 0:
        folder = Path(tempfile.mkdtemp(prefix="soak-"))
        runs.append(soak(min(missing, options.per_run), folder))
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps([asdict(run) for run in runs]), encoding="utf-8")
    for run in runs:
        sys.stdout.write(f"{run}\n{'; '.join(run.problems()) or 'no problem'}\n")
    return int(any(run.problems() for run in runs))


if __name__ == "__main__":
    sys.exit(main())
