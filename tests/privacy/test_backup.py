"""Runs the commands that docs/privacy.md gives, as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from assistant.storage.database import URL_VARIABLE
from tests.conftest import ROOT
from tests.privacy.conversations import Said, store

BLOCKS = dict(
    re.findall(
        r"```sh\n# ([^\n]+)\n(.+?)```",
        (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
)


def run_block(title: str, engine: Engine, folder: Path) -> None:
    environment = {**os.environ, URL_VARIABLE: str(engine.url)}
    subprocess.run(
        ["sh", "-euc", BLOCKS[title]], cwd=folder, env=environment, check=True, timeout=300
    )


def conversations(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(sa.text("SELECT sender_id FROM events")).scalars())


async def test_a_backup_brings_back_what_was_stored(engine: Engine, tmp_path: Path) -> None:
    kind = engine.dialect.name
    (tmp_path / ".venv").symlink_to(sys.prefix)
    await store(Said("before", "waar zit het in"))
    run_block(f"back up: {kind}", engine, tmp_path)
    await store(Said("after", "en hoeveel"))
    assert conversations(engine) == {"before", "after"}

    engine.dispose()
    run_block(f"restore: {kind}", engine, tmp_path)
    assert conversations(engine) == {"before"}
    await store(Said("later", "dank u"))
    assert conversations(engine) == {"before", "later"}
