"""``assistant outbox``: what the operator sees of what couldn't be sent, and sends again."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.cli import main
from assistant.storage.database import URL_VARIABLE, database
from assistant.storage.outbox import DEAD, PENDING, outbox
from tests.unit.outbox.conftest import put, rows


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    monkeypatch.setenv(URL_VARIABLE, url)
    return database(url)


@pytest.fixture
def dead(engine: Engine) -> Engine:
    """One that was refused for good, two that waited for a wrong token, one that still waits."""
    for text in ("geheim een", "geheim twee", "geheim drie", "geheim vier"):
        put(engine, text)
    errors = {1: "status 400, code 131047", 2: "status 401, code 190", 3: "status 401, code 190"}
    with engine.begin() as connection:
        for number, error in errors.items():
            connection.execute(
                sa.update(outbox)
                .where(outbox.c.id == number)
                .values(state=DEAD, attempts=3, last_error=error)
            )
    return engine


def states(engine: Engine) -> list[str]:
    return [row["state"] for row in rows(engine)]


@pytest.mark.usefixtures("dead")
def test_the_list_says_what_was_given_up_and_why_but_nothing_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["outbox", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "letters  waiting: 1  sent: 0  given up: 3"
    assert [line.partition(" ")[0] for line in lines[1:]] == ["3", "2", "1"]
    assert lines[1].endswith("letters  given up at try 3: status 401, code 190")
    assert "geheim" not in "".join(lines)


@pytest.mark.usefixtures("engine")
def test_an_empty_outbox_is_said_to_be_empty(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["outbox", "list"]) == 0
    assert capsys.readouterr().err == "The outbox is empty.\n"


def test_a_kind_is_sent_again_whole_or_for_one_reason(
    dead: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["outbox", "retry", "letters", "--error", "code 190"]) == 0
    assert "To be sent again: 2." in capsys.readouterr().err
    assert states(dead) == [DEAD, PENDING, PENDING, PENDING]
    assert main(["outbox", "retry", "letters"]) == 0
    assert states(dead) == [PENDING] * 4


def test_a_single_one_is_sent_again(dead: Engine) -> None:
    assert main(["outbox", "retry", "2"]) == 0
    assert states(dead) == [DEAD, PENDING, DEAD, PENDING]


@pytest.mark.parametrize("which", [["parcels"], ["99"], ["4"], ["letters", "--error", "%"]])
def test_what_wasnt_given_up_says_where_to_look(
    dead: Engine, capsys: pytest.CaptureFixture[str], which: list[str]
) -> None:
    before = rows(dead)
    assert main(["outbox", "retry", *which]) == 1
    assert "Fix: see `assistant outbox list`" in capsys.readouterr().err
    assert rows(dead) == before
