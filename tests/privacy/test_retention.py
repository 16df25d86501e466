from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.cli import main
from assistant.runtime import daily_retention
from assistant.storage.retention import DAYS_VARIABLE, delete_expired, delete_expired_daily
from tests.privacy.conversations import DAY, NOW, Said, store

OLD = "ik slik acenocoumarol"


def conversations(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sa.text("SELECT sender_id FROM events")).scalars())


async def store_old_and_new() -> None:
    await store(Said("old", OLD, at=NOW - 31 * DAY), Said("new", "hallo", at=NOW - 29 * DAY))


async def test_what_is_older_goes_and_the_rest_stays(engine: Engine) -> None:
    await store_old_and_new()
    delete_expired(engine, 30, now=NOW)
    assert conversations(engine) == {"new"}


# PostgreSQL keeps deleted rows until it reuses their space: docs/privacy.md.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_no_file_of_sqlite_keeps_what_was_deleted(engine: Engine) -> None:
    await store_old_and_new()
    folder = Path(engine.url.database).parent

    def is_on_disk() -> bool:
        return any(OLD.encode() in path.read_bytes() for path in folder.iterdir())

    assert is_on_disk()
    delete_expired(engine, 30, now=NOW)
    assert not is_on_disk()


async def test_one_of_several_workers_takes_the_day(engine: Engine) -> None:
    await store_old_and_new()
    taken: list[bool] = []

    def work() -> None:
        taken.append(delete_expired_daily(engine, 30, now=NOW) is not None)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == [False, False, False, True]
    assert conversations(engine) == {"new"}
    assert delete_expired_daily(engine, 30, now=NOW + DAY) is not None


async def test_the_server_deletes_by_itself(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DAYS_VARIABLE, "1")
    monkeypatch.setattr("time.time", lambda: NOW)
    await store(Said("old", OLD, at=NOW - 2 * DAY))
    await daily_retention.start(None)
    deadline = threading.Event()
    for _ in range(300):
        if not conversations(engine):
            break
        deadline.wait(0.1)
    await daily_retention.stop(None)
    assert not conversations(engine)


async def test_the_command_deletes_and_never_names_anyone(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    await store(Said("customer-of-long-ago", OLD, at=DAY))
    assert main(["retention", "run"]) == 0
    printed = capsys.readouterr()
    assert not conversations(engine)
    assert "rows" in printed.err
    assert "customer" not in printed.err + printed.out


@pytest.mark.parametrize("days", ["0", "-3", "a month", "1.5"])
def test_a_wrong_number_of_days_is_refused(
    engine: Engine, days: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(DAYS_VARIABLE, days)
    assert main(["retention", "run"]) == 2
    assert DAYS_VARIABLE in capsys.readouterr().err
