"""Compares servers under the same load, in turns, so that a busy machine slows all of them alike.

``python -m evaluation.production.speed`` writes results/speed.md; stock Rasa needs
``make baselines`` first, and the shared setting the services of scripts/services.sh.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from assistant.topics import HANDOVER_TOPIC
from evaluation.production.servers import REST, REST_CREDENTIALS, ROOT, Assistant
from evaluation.production.services import Postgres, Redis, running
from evaluation.production.stock import PIPELINES, RASA, StockRasa
from evaluation.training_data import training_examples

REPORT = Path("results/speed.md")
FLAMES = Path("docs/figures/flames.svg")
CLIENTS = (1, 8, 32)
OURS, SHARED = "ours", "ours, 2 workers, PostgreSQL, Redis"
# Messages of training data: a stock project trained on some of them must answer, too.
TEXTS = 400


@dataclass
class Figures:
    """What was measured of one set-up; times in ms, memory in MB."""

    ready_seconds: float = 0.0
    memory: float = 0.0
    first: float = 0.0
    times: dict[int, list[float]] = field(default_factory=dict)
    rates: dict[int, list[float]] = field(default_factory=dict)
    turns: dict[str, float] = field(default_factory=dict)
    errors: int = 0


def main() -> int:
    """Measure, print and write the tables."""
    # So that whoever stops it, or a time limit, ends the servers, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--seconds", type=float, default=6.0, help="per round and number of clients"
    )
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--without", action="append", default=[], help="a set-up to leave out")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="speed-"))
    labels = [
        label
        for label in [*(PIPELINES if RASA.exists() else ()), OURS, SHARED]
        if label not in options.without
    ]
    figures = {label: Figures() for label in labels}
    with ExitStack() as stack:
        setups = {label: _servers(label, folder, stack) for label in labels}
        for label, servers in setups.items():
            _start(servers, figures[label], stack)
        asyncio.run(_measure(setups, figures, options))
        for label, servers in setups.items():
            figures[label].memory = sum(_memory(pid) for s in servers for pid in s.pids)
        if OURS in setups:
            _draw_flames(setups[OURS][0])
    lines = list(_tables(figures, options))
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _servers(label: str, folder: Path, stack: ExitStack) -> list[Assistant]:
    if label in PIPELINES:
        return [StockRasa(label)]
    if label == OURS:
        return [Assistant(folder, 1)]
    redis, postgres = Redis(folder), Postgres(folder)
    stack.enter_context(running(redis, postgres))
    shared = {"ASSISTANT_REDIS": redis.url, "ASSISTANT_DATABASE": postgres.url}
    return [Assistant(folder, number, credentials=REST_CREDENTIALS, **shared) for number in (2, 3)]


def _start(servers: list[Assistant], found: Figures, stack: ExitStack) -> None:
    started = time.perf_counter()
    for server in servers:
        stack.callback(server.kill)
        server.start()
    found.ready_seconds = (time.perf_counter() - started) / len(servers)
    asked = time.perf_counter()
    servers[0].say("first", "waar zit veel magnesium in?")
    found.first = 1000 * (time.perf_counter() - asked)


async def _measure(
    setups: dict[str, list[Assistant]], figures: dict[str, Figures], options: argparse.Namespace
) -> None:
    texts = _texts()
    for servers in setups.values():
        await _load(servers, 2, 2.0, texts)
    for _ in range(options.rounds):
        for clients in CLIENTS:
            for label, servers in setups.items():
                times, errors = await _load(servers, clients, options.seconds, texts)
                found = figures[label]
                found.times.setdefault(clients, []).extend(times)
                found.rates.setdefault(clients, []).append(len(times) / options.seconds)
                found.errors += errors
    for label, servers in setups.items():
        # Stock gets slower with each turn; a part shows it.
        turns = options.turns if label in (OURS, SHARED) else min(options.turns, 150)
        figures[label].turns = await _conversation(servers[0], turns, texts)


async def _load(
    servers: list[Assistant], clients: int, seconds: float, texts: Iterator[str]
) -> tuple[list[float], int]:
    """Return the times of answers (ms) and how many requests failed."""
    times: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def visit(http: httpx.AsyncClient, server: Assistant) -> None:
        nonlocal failed
        turn, conversation = 0, uuid.uuid4().hex
        while time.perf_counter() < until:
            if turn % 5 == 0:
                conversation = uuid.uuid4().hex
            turn += 1
            asked = time.perf_counter()
            if await _say(http, server, conversation, next(texts)):
                times.append(1000 * (time.perf_counter() - asked))
            else:
                failed += 1

    async with httpx.AsyncClient(timeout=120) as http:
        await asyncio.gather(
            *(visit(http, servers[number % len(servers)]) for number in range(clients))
        )
    return times, failed


async def _conversation(server: Assistant, turns: int, texts: Iterator[str]) -> dict[str, float]:
    """Return the median time of the first and of the last turns of one conversation.

    Between them, a first turn of another conversation is measured for each of the last ones: the
    machine may be busier by then. It asks what the turn before asked, since the encoder remembers
    the message that it read last.
    """
    name = uuid.uuid4().hex
    late: list[float] = []
    fresh: list[float] = []
    async with httpx.AsyncClient(timeout=120) as http:
        text = next(texts)
        for turn in range(turns):
            before, text = text, next(texts)
            asked = time.perf_counter()
            await _say(http, server, name, text)
            if turn >= turns - 20:
                late.append(1000 * (time.perf_counter() - asked))
                asked = time.perf_counter()
                await _say(http, server, uuid.uuid4().hex, before)
                fresh.append(1000 * (time.perf_counter() - asked))
    return {"turns": turns, "first": statistics.median(fresh), "last": statistics.median(late)}


async def _say(http: httpx.AsyncClient, server: Assistant, conversation: str, text: str) -> bool:
    body = {"sender": conversation, "message": text}
    answer = await http.post(server.url + REST, json=body)
    return answer.status_code == 200 and bool(answer.json())


def _texts() -> Iterator[str]:
    # Whoever asks for a person gets a form, which stock doesn't have, until the conversation ends.
    examples = [each for each in training_examples() if each.topic != HANDOVER_TOPIC]
    step = max(1, len(examples) // TEXTS)
    texts = [example.text for example in examples[::step]]
    while True:
        yield from texts


def _memory(pid: int) -> float:
    """Return a process' resident memory in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _draw_flames(server: Assistant) -> None:
    """Draw where the time of messages goes (py-spy, from .venv-tools)."""
    spy = ROOT / ".venv-tools" / "bin" / "py-spy"
    if not spy.exists():
        return
    FLAMES.parent.mkdir(exist_ok=True)
    with subprocess.Popen(  # noqa: S603
        [str(spy), "record", "--pid", str(server.pid), "--duration", "15", "--rate", "100",
         "--output", str(FLAMES)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ):  # fmt: skip
        asyncio.run(_load([server], 4, 15.0, _texts()))
    drawn = FLAMES.read_text(encoding="utf-8")
    for folder in (str(ROOT), sys.base_prefix):
        drawn = drawn.replace(f"{folder}/", "")
    FLAMES.write_text(drawn, encoding="utf-8")


def _size(folder: Path) -> str:
    if not folder.exists():
        return "–"
    done = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.split()[0]


def _tables(figures: dict[str, Figures], options: argparse.Namespace) -> Iterator[str]:
    yield f"{options.rounds} rounds of {options.seconds:.0f} s per number of clients, in turns."
    yield ""
    yield (
        "| set-up | ready s | memory MB | environment MB | first ms | "
        + " | ".join(f"{n} clients: p50 / p95 / p99 ms, messages/s" for n in CLIENTS)
        + " | failed |"
    )
    yield "|---|---|---|---|---|" + "---|" * len(CLIENTS) + "---|"
    for label, found in figures.items():
        environment = ROOT / (".venv-tensorflow" if label in PIPELINES else ".venv")
        cells = [
            " / ".join(f"{part:.0f}" for part in np.percentile(found.times[n], [50, 95, 99]))
            + f", {statistics.median(found.rates[n]):.1f}"
            for n in CLIENTS
        ]
        yield (
            f"| {label} | {found.ready_seconds:.1f} | {found.memory:.0f} | {_size(environment)} "
            f"| {found.first:.0f} | {' | '.join(cells)} | {found.errors} |"
        )
    yield ""
    yield "| set-up | turn | median ms | the first turn of others meanwhile, ms | ratio |"
    yield "|---|---|---|---|---|"
    for label, found in figures.items():
        first, last = found.turns["first"], found.turns["last"]
        yield (
            f"| {label} | {found.turns['turns']:.0f} | {last:.1f} | {first:.1f} "
            f"| {last / first:.2f} |"
        )
    baseline = next(iter(figures.values()))
    if OURS in figures and baseline is not figures[OURS]:
        yield ""
        yield from _ratios(baseline, figures[OURS])


def _ratios(stock: Figures, ours: Figures) -> Iterator[str]:
    best = {
        name: max(statistics.median(found.rates[n]) for n in CLIENTS)
        for name, found in (("stock", stock), ("ours", ours))
    }
    medians = [float(np.median(found.times[1])) for found in (ours, stock)]
    rows: list[tuple[str, float, str]] = [
        ("messages/s", best["ours"] / best["stock"], "≥ 3"),
        ("p50, one client", medians[0] / medians[1], "≤ 0.50"),
        ("memory", ours.memory / stock.memory, "≤ 0.55"),
        ("ready", ours.ready_seconds / stock.ready_seconds, "≤ 0.33"),
        ("turn 500 against turn 1", ours.turns["last"] / ours.turns["first"], "≤ 1.30"),
    ]
    yield "| ours against stock with DIET | ratio | goal |"
    yield "|---|---|---|"
    for name, ratio, goal in rows:
        yield f"| {name} | {ratio:.2f} | {goal} |"


if __name__ == "__main__":
    sys.exit(main())
