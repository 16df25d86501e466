from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.cli import main
from assistant.storage.erasure import erase
from assistant.storage.holdings import holdings
from assistant.storage.pseudonym import pseudonym
from tests.privacy.conversations import NOW, Said, store

SECRET = "ik ben zwanger van een tweeling"


async def store_both(engine: Engine) -> None:
    await store(Said("anna", SECRET), Said("bert", "waar zit het in"))
    with engine.begin() as connection:
        for number, conversation in enumerate(("anna", "bert"), start=1):
            for holding in holdings(connection):
                if isinstance(holding.table, sa.Table):
                    row = some_row(holding.table, number)
                    row[holding.conversation.name] = conversation
                    connection.execute(holding.table.insert().values(row))


def some_row(table: sa.Table, number: int) -> dict[str, Any]:
    """Fill every column, so that no table of ours is left out of the test."""
    values = {int: number, float: NOW, str: f"{number}", bool: True}
    return {column.name: values[column.type.python_type] for column in table.columns}


def rows_of(engine: Engine, conversation: str) -> int:
    with engine.connect() as connection:
        return sum(
            connection.execute(
                sa.select(sa.func.count())
                .select_from(holding.table)
                .where(holding.conversation == conversation)
            ).scalar_one()
            for holding in holdings(connection)
        )


async def test_a_conversation_goes_from_every_table_and_others_stay(engine: Engine) -> None:
    await store_both(engine)
    before = rows_of(engine, "bert")
    with engine.begin() as connection:
        deleted = erase(connection, "anna")
    assert all(deleted.values()), deleted
    assert rows_of(engine, "anna") == 0
    assert rows_of(engine, "bert") == before > 0


@pytest.mark.parametrize("name", ["anna", pseudonym("anna")])
async def test_the_command_erases_by_id_and_by_hashed_id(
    engine: Engine, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await store_both(engine)
    assert main(["erase", name]) == 0
    assert rows_of(engine, "anna") == 0
    assert rows_of(engine, "bert") > 0
    assert "anna" not in capsys.readouterr().err


def test_the_command_says_when_nothing_is_stored(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", "nobody"]) == 1
    assert main(["export", "nobody"]) == 1
    assert "Nothing is stored" in capsys.readouterr().err


async def test_an_export_holds_everything_of_one_conversation(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    await store_both(engine)
    assert main(["export", pseudonym("anna")]) == 0
    stored = json.loads(capsys.readouterr().out)
    assert list(stored) == ["anna"]
    assert sum(map(len, stored["anna"].values())) == rows_of(engine, "anna")
    said = [json.loads(row["data"]).get("text") for row in stored["anna"]["events"]]
    assert SECRET in said
