"""Does the website notice a busy messenger, and another one that is down?

``python -m evaluation.messenger_benchmark``: visitors ask on the website, in turns alone and while
100 customers write at once on Telegram and WhatsApp is down. The platforms are stand-ins.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np

from evaluation.production.servers import SHIPPED_CREDENTIALS, Assistant
from evaluation.production.visitors import NO_LIMITS, QUESTIONS
from tests.messengers.conftest import Messengers, stand_ins
from tests.messengers.customers import CUSTOMERS

VISITORS = 8
SENDERS = 100
BUSY, DOWN = "telegram", "whatsapp"
WANTED_RATIO = 1.2
# Until the visitors' process is there.
START_SECONDS = 3.0
# Until the last answer is sent.
SENT_SECONDS = 2.0


def main() -> int:
    """Measure and print; 1 when the website got slower than is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=30.0, help="of each phase")
    parser.add_argument("--visit", help="only visit a server and print the times")
    options = parser.parse_args()
    if options.visit:
        json.dump(asyncio.run(_visits(options.visit, options.seconds)), sys.stdout)
        return 0
    folder = Path(tempfile.mkdtemp(prefix="messengers-"))
    with stand_ins() as messengers:
        server = Assistant(folder, credentials=SHIPPED_CREDENTIALS)
        server.settings = {**NO_LIMITS, **messengers.environment}
        try:
            server.start()
            alone, beside, late = _measure(server, messengers, options)
        finally:
            server.kill()
    ratio = _p95(beside) / _p95(alone)
    lines = [
        f"website alone: {len(alone)} answers, p95 {_p95(alone):.0f} ms",
        f"beside {SENDERS} senders on {BUSY}, {DOWN} down: {len(beside)} answers, "
        f"p95 {_p95(beside):.0f} ms",
        f"ratio {ratio:.2f} (wanted: at most {WANTED_RATIO})",
        f"{BUSY}: {len(late)} answers, the last {max(late):.1f} s after the burst",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if ratio <= WANTED_RATIO else 1


def _measure(
    server: Assistant, messengers: Messengers, options: argparse.Namespace
) -> tuple[list[float], list[float], list[float]]:
    """Return the website's times alone and beside (ms), and the messenger's (s)."""
    alone: list[float] = []
    beside: list[float] = []
    late: list[float] = []
    messengers.platforms[DOWN].trouble.down = True
    everybody = {
        channel: [
            CUSTOMERS[channel](server.port, messengers.platforms[channel], number)
            for number in range(SENDERS)
        ]
        for channel in (BUSY, DOWN)
    }
    _visited(_begin_visits(server.url, 3.0))
    for _ in range(options.rounds):
        alone += _visited(_begin_visits(server.url, options.seconds))
        answered = len(messengers.platforms[BUSY].accepted)
        bodies = [
            (customer, customer.text_body("Waar zit veel magnesium in?"))
            for customers in everybody.values()
            for customer in customers
        ]
        visits = _begin_visits(server.url, options.seconds)
        time.sleep(START_SECONDS)
        began = time.time()
        with ThreadPoolExecutor(SENDERS) as pool:
            list(pool.map(lambda written: written[0].send(written[1]), bodies))
        beside += _visited(visits)
        _wait_until_all_is_answered(server.folder)
        late += [sent.at - began for sent in messengers.platforms[BUSY].accepted[answered:]]
    return alone, beside, late


def _wait_until_all_is_answered(folder: Path) -> None:
    # What the burst left would otherwise be answered beside the visitors who are to be alone.
    waiting = "SELECT count(*) FROM inbox WHERE answered_at IS NULL"
    with closing(sqlite3.connect(folder / "tracker.db")) as connection:
        while connection.execute(waiting).fetchone()[0]:
            time.sleep(0.2)
    time.sleep(SENT_SECONDS)


def _begin_visits(url: str, seconds: float) -> subprocess.Popen[bytes]:
    # In a process of their own, so that the senders don't slow down what is measured.
    command = [sys.executable, "-m", __spec__.name, "--visit", url, "--seconds", str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603


def _visited(visits: subprocess.Popen[bytes]) -> list[float]:
    times: list[float] = json.loads(visits.communicate()[0])
    return times


async def _visits(url: str, seconds: float) -> list[float]:
    """Return the times (ms) from question to answer of visitors who ask one after another."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    async with httpx.AsyncClient(base_url=f"{url}/chat/v1", timeout=60) as http:
        await asyncio.gather(*(_visit(http, number, until, times) for number in range(VISITORS)))
    return times


async def _visit(http: httpx.AsyncClient, number: int, until: float, times: list[float]) -> None:
    session = (await http.post("/session", json={"mode": "bearer"})).json()
    headers = {"Authorization": f"Bearer {session['token']}", "Accept": "application/json"}
    asked = 0
    while time.perf_counter() < until:
        text = QUESTIONS[(number + asked) % len(QUESTIONS)]
        asked += 1
        began = time.perf_counter()
        body = {"id": str(uuid.uuid4()), "text": text}
        await http.post("/message", json=body, headers=headers)
        while True:
            found = (await http.get("/events?wait=5", headers=headers)).json()
            if any(
                event["in_reply_to"] == body["id"] and event["type"] != "user"
                for event in found["events"]
            ):
                break
        times.append(1000 * (time.perf_counter() - began))
        # Somebody who reads; otherwise visitors would only measure each other.
        await asyncio.sleep(0.5)


def _p95(times: list[float]) -> float:
    return float(np.percentile(times, 95))


if __name__ == "__main__":
    sys.exit(main())
