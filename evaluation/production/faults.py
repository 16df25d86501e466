"""Kills, stalls and fills parts in the middle of load, and checks that no message is lost.

``python -m evaluation.production.faults`` does ROUNDS of every fault and adds what it found to
results/faults.json, so that it can be stopped and gone on with; ``--table`` prints the table.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

import httpx
import psutil

from evaluation.production.askers import Requests
from evaluation.production.servers import SHIPPED_CREDENTIALS, Assistant
from evaluation.production.services import (
    Postgres,
    RabbitMq,
    Redis,
    Service,
    Smtp,
    program,
    running,
)
from evaluation.production.visitors import NO_LIMITS, QUESTIONS, Findings, Visitor

RESULTS = Path("results/faults.json")
ROUNDS = 20
# Of each fault in turns, so that a run that is stopped has tried all of them.
ROUNDS_AT_ONCE = 5
VISITORS = 6
THINK_SECONDS = (0.2, 0.8)
AWAY_SECONDS = 1.5
# Visitors who ask for a person meanwhile, one after another, where mails are what may be lost.
ASKERS = 2
# Long enough for whoever sends mail to believe that the server is down.
LONG_AWAY_SECONDS = 20.0
RECOVERY_SECONDS = 10.0
SMALL_DISK_MB = 12


@dataclass
class Report:
    """What a fault did.

    ``recovery``: seconds from the part's return to the next answer, and until all mails that were
    waiting have arrived where ``requests`` for a person were made; ``repeated`` mails came again.
    """

    fault: str
    rounds: int = 0
    acknowledged: int = 0
    requests: int = 0
    repeated: int = 0
    refused: int = 0
    unreachable: int = 0
    recovery: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """What runs, how a fault begins and ends, and whether visitors ask for a person, too."""

    servers: list[Assistant]
    begin: Callable[[int], None]
    end: Callable[[int], None]
    away_seconds: tuple[float, ...] = (AWAY_SECONDS,)
    requests: Requests | None = None


class Stages(ExitStack):
    """What runs for the faults; the servers with their services are started once for all."""

    def __init__(self) -> None:
        """Choose a folder; nothing runs yet."""
        super().__init__()
        self.folder = Path(self.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        self.smtp = Smtp(self.folder / "shared")
        self._shared: tuple[list[Assistant], dict[str, Service]] | None = None

    def new_folder(self) -> Path:
        """Make a folder for one turn of a fault that has a server of its own."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def shared(self) -> tuple[list[Assistant], dict[str, Service]]:
        """Return two servers with PostgreSQL, Redis, RabbitMQ and a mail server, running."""
        if self._shared is None:
            folder = self.folder / "shared"
            services: dict[str, Service] = {
                "redis": Redis(folder), "postgres": Postgres(folder), "rabbitmq": RabbitMq(folder),
                "smtp": self.smtp,
            }  # fmt: skip
            settings = {
                "ASSISTANT_REDIS": services["redis"].url,
                "ASSISTANT_DATABASE": services["postgres"].url,
                "ASSISTANT_BROKER": services["rabbitmq"].url,
                "ASSISTANT_HANDOVER_SMTP": self.smtp.url,
                "ASSISTANT_HANDOVER_MAIL_FROM": "chat@example.nl",
                "ASSISTANT_HANDOVER_MAIL_TO": "team@example.nl",
                "ASSISTANT_HANDOVER_CA": str(self.smtp.certificate),
                "ASSISTANT_TOKEN_KEY": "t" * 40,
                **NO_LIMITS,
            }
            servers = [
                Assistant(folder, number, credentials=SHIPPED_CREDENTIALS, **settings)
                for number in (1, 2)
            ]
            self.enter_context(running(*services.values(), *servers))
            self._shared = servers, services
        return self._shared


@contextmanager
def kills(part: str, stages: Stages) -> Iterator[Stage]:
    """``kill -9`` of a worker (in turns) or a service, which is started again."""
    servers, services = stages.shared()

    def choose(number: int) -> Service:
        return services.get(part) or servers[number % len(servers)]

    yield Stage(servers, lambda n: choose(n).kill(), lambda n: choose(n).start())


@contextmanager
def kills_mail(stages: Stages) -> Iterator[Stage]:
    """``kill -9`` of the mail server that gets the requests for a person."""
    servers, _ = stages.shared()
    yield Stage(
        servers,
        lambda n: stages.smtp.kill(),
        lambda n: stages.smtp.start(),
        (AWAY_SECONDS, LONG_AWAY_SECONDS),
        Requests(stages.smtp),
    )


@contextmanager
def stalls(stages: Stages) -> Iterator[Stage]:
    """A disk that stalls: PostgreSQL's processes stop and go on."""
    servers, services = stages.shared()
    stopped: list[psutil.Process] = []

    def stop(number: int) -> None:
        postmaster = psutil.Process(services["postgres"].pid)
        stopped[:] = [postmaster, *postmaster.children(recursive=True)]
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.suspend()

    def go_on(number: int) -> None:
        for process in reversed(stopped):
            with suppress(psutil.NoSuchProcess):
                process.resume()

    yield Stage(servers, stop, go_on)


@contextmanager
def full_disk(stages: Stages) -> Iterator[Stage]:
    """SQLite on a small file system (needs root) that a file fills."""
    folder = stages.new_folder()
    disk = folder / "disk"
    disk.mkdir()
    mount = [program("mount"), "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs", str(disk)]
    subprocess.run(mount, check=True)  # noqa: S603
    server = Assistant(
        folder, 1, credentials=SHIPPED_CREDENTIALS,
        ASSISTANT_DATABASE=f"sqlite:///{disk}/tracker.db", **NO_LIMITS,
    )  # fmt: skip
    filler = disk / "filler"

    def fill(number: int) -> None:
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(bytes(4096))
                file.flush()

    try:
        with running(server):
            yield Stage([server], fill, lambda n: filler.unlink())
    finally:
        subprocess.run([program("umount"), "-l", str(disk)], check=False)  # noqa: S603


class FakedClock(Assistant):
    """A server whose clock reads from a file (libfaketime), its monotonic clock excepted."""

    def __init__(self, folder: Path) -> None:
        """Let the clock be right at first."""
        self.clock = folder / "now"
        self.clock.write_text("+0s")
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        super().__init__(
            folder, 1, credentials=SHIPPED_CREDENTIALS, LD_PRELOAD=str(library),
            FAKETIME_TIMESTAMP_FILE=str(self.clock),
            FAKETIME_CACHE_DURATION="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
            # Else it turns Python's timed waits into busy ones: two seconds more per answer.
            FAKETIME_FORCE_MONOTONIC_FIX="0", **NO_LIMITS,
        )  # fmt: skip


@contextmanager
def clock_jumps(stages: Stages) -> Iterator[Stage]:
    """The clock jumps an hour ahead or back, and returns."""
    server = FakedClock(stages.new_folder())

    def jump(number: int) -> None:
        server.clock.write_text("+3600s" if number % 2 else "-3600s")

    def right(number: int) -> None:
        server.clock.write_text("+0s")

    with running(server):
        yield Stage([server], jump, right)


FAULTS: dict[str, Callable[[Stages], AbstractContextManager[Stage]]] = {
    **{
        f"kill -9 {part}": partial(kills, part)
        for part in ("worker", "redis", "postgres", "rabbitmq")
    },
    "kill -9 smtp": kills_mail,
    "disk stalls (PostgreSQL)": stalls,
    "disk full (SQLite)": full_disk,
    "clock jumps": clock_jumps,
}


def run(fault: str, rounds: int, stages: Stages) -> Report:
    """Do so many rounds of a fault under load."""
    with FAULTS[fault](stages) as stage:
        return asyncio.run(_rounds(fault, stage, rounds))


async def _rounds(fault: str, stage: Stage, rounds: int) -> Report:
    report, found, requests = Report(fault), Findings(), stage.requests
    addresses = [server.url for server in stage.servers]
    stop = asyncio.Event()

    async with httpx.AsyncClient(timeout=10) as http:
        visitors = [Visitor(http, addresses, found) for _ in range(VISITORS)]
        for visitor in visitors:
            await visitor.begin()

        async def talk(visitor: Visitor) -> None:
            while not stop.is_set():
                await visitor.send(random.choice(QUESTIONS))
                await asyncio.sleep(random.uniform(*THINK_SECONDS))

        async def ask(requests: Requests) -> None:
            while not stop.is_set():
                visitor = Visitor(http, addresses, found)
                await visitor.begin()
                await requests.ask(visitor)
                visitors.append(visitor)

        talks = [asyncio.create_task(talk(visitor)) for visitor in visitors]
        if requests:
            talks += [asyncio.create_task(ask(requests)) for _ in range(ASKERS)]
        for number in range(rounds):
            await asyncio.sleep(random.uniform(0.5, 1.5))
            await asyncio.to_thread(stage.begin, number)
            await asyncio.sleep(stage.away_seconds[number % len(stage.away_seconds)])
            if requests:
                await requests.one_more()
            await asyncio.to_thread(stage.end, number)
            back = time.monotonic()
            probe = Visitor(http, addresses, found)
            await probe.begin()
            asked = await probe.send(QUESTIONS[0])
            if not await probe.replies(asked, 3 * RECOVERY_SECONDS):
                report.problems.append("no answer after the part was back")
            if requests and not await requests.arrived(3 * RECOVERY_SECONDS):
                report.problems.append("mails missing after the part was back")
            report.recovery.append(round(time.monotonic() - back, 2))
            visitors.append(probe)
            report.rounds += 1
        stop.set()
        await asyncio.gather(*talks)
        for visitor in visitors:
            await visitor.check()
    if requests:
        await requests.arrived(RECOVERY_SECONDS)
        report.requests, report.repeated = len(requests.stored), await requests.repeated()
        report.problems += await requests.problems()
    report.acknowledged = found.acknowledged
    report.refused, report.unreachable = found.refused, found.unreachable
    report.problems += found.problems()
    late = [seconds for seconds in report.recovery if seconds > RECOVERY_SECONDS]
    if late:
        report.problems.append(f"{len(late)} recoveries took up to {max(late):.0f} s")
    return report


def table(reports: list[Report]) -> str:
    """Return the reports as a table."""
    lines = [
        "| fault | rounds | acknowledged | sent again | recovery s, median and worst | problems |",
        "|---|---|---|---|---|---|",
    ]
    for fault in FAULTS:
        of_fault = [report for report in reports if report.fault == fault]
        if not of_fault:
            continue
        times = sorted(seconds for report in of_fault for seconds in report.recovery)
        problems = [problem for report in of_fault for problem in report.problems]
        lines.append(
            f"| {fault} | {sum(r.rounds for r in of_fault)} "
            f"| {sum(r.acknowledged for r in of_fault)} "
            f"| {sum(r.refused + r.unreachable for r in of_fault)} "
            f"| {times[len(times) // 2]:.1f}, {times[-1]:.1f} | {'; '.join(problems) or 'none'} |"
        )
    return "\n".join(lines)


def stored() -> list[Report]:
    """Return what earlier runs found."""
    if not RESULTS.exists():
        return []
    return [Report(**each) for each in json.loads(RESULTS.read_text(encoding="utf-8"))]


def _missing(reports: list[Report], options: argparse.Namespace) -> dict[str, int]:
    done = Counter[str]()
    for report in reports:
        done[report.fault] += report.rounds
    wanted = {fault: options.rounds - done[fault] for fault in options.fault or FAULTS}
    return {fault: rounds for fault, rounds in wanted.items() if rounds > 0}


def main() -> int:
    """Do the rounds that are missing; the exit code says whether a message was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--fault", action="append", choices=list(FAULTS), default=[])
    parser.add_argument("--table", action="store_true", help="only print what was found")
    options = parser.parse_args()
    # So that whoever stops it ends the servers, too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    reports = stored()
    with Stages() as stages:
        while missing := {} if options.table else _missing(reports, options):
            for fault, rounds in missing.items():
                reports.append(run(fault, min(rounds, ROUNDS_AT_ONCE), stages))
                RESULTS.parent.mkdir(exist_ok=True)
                RESULTS.write_text(json.dumps([asdict(each) for each in reports]), encoding="utf-8")
                sys.stdout.write(f"{reports[-1]}\n")
                sys.stdout.flush()
    sys.stdout.write(table(reports) + "\n")
    return int(any(report.problems for report in reports))


if __name__ == "__main__":
    sys.exit(main())
