"""With each deviation left out, and with all, the same conversations leave the same record."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.runtime.conversation_store import SESSION_BOUNDS
from assistant.runtime.deviations import unused_clients
from assistant.runtime.deviations.in_process_actions import IN_PROCESS_ACTIONS
from assistant.runtime.deviations.replacements import REPLACEMENTS
from evaluation.production.servers import ROOT, lay_out_project
from evaluation.production.services import free_port, listens, wait_for

CONVERSATIONS = [
    ["hallo", "waar zit veel magnesium in?", "en hoeveel mag ik per dag?", "dank u"],
    ["ik slik metoprolol", "hoeveel magnesium mag ik?", "/voedingsbronnen", "en als ik stop?"],
    ["ik krijg geen lucht en heb druk op de borst"],
    ["/restart", "asdf qwer", "nog steeds asdf", "ik wil een mens spreken", "nee"],
    ["wat is magnesium"] * 3 + ["helpt het bij kramp en waar zit het in?", "ja", "nee"],
]
NAMES = [SESSION_BOUNDS, unused_clients.NAME, IN_PROCESS_ACTIONS, *(r.name for r in REPLACEMENTS)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose endpoints name an action server that runs."""
    folder = tmp_path_factory.mktemp("stock")
    lay_out_project(folder)
    port = free_port()
    endpoints = (folder / "endpoints.yml").read_text(encoding="utf-8")
    (folder / "endpoints.yml").unlink()
    (folder / "endpoints.yml").write_text(endpoints.replace("5055", str(port)), encoding="utf-8")
    rasa = str(Path(sys.executable).parent / "rasa")
    with subprocess.Popen(
        [rasa, "run", "actions", "-p", str(port)],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as actions:  # fmt: skip
        wait_for(lambda: listens(port), "the action server does not start", 120)
        yield folder
        actions.terminate()


def recorded(project: Path, left_out: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.production.replay",
         str(project / "models" / "assistant.tar.gz")],
        input=json.dumps(CONVERSATIONS), capture_output=True, text=True, check=False, cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ASSISTANT_STOCK": left_out,
             "ASSISTANT_DATABASE": f"sqlite:///{project}/{left_out or 'ours'}.db"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def ours(project: Path) -> Any:
    return recorded(project, "")


@pytest.mark.parametrize("left_out", ["all", *NAMES])
def test_the_record_is_the_same(project: Path, ours: Any, left_out: str) -> None:
    assert recorded(project, left_out) == ours
    kinds = {reply["kind"] for each in ours.values() for turn in each["said"] for reply in turn}
    assert {"answer", "referral", "emergency"} <= kinds
