"""Layers point one way: domain logic knows nothing of Rasa, HTTP or any messenger."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOMAIN = (
    "knowledge", "safety", "replies", "dialogue", "understanding", "storage", "report", "wording",
    "inbox", "limits", "outbox", "handoff",
)  # fmt: skip
FORBIDDEN = ("rasa", "rasa_sdk", "sanic", "aiohttp", "requests", "actions")
ADAPTERS = tuple(
    f"assistant.{part}" for part in ("nlu", "channels", "policies", "runtime", "nlg", "delivery")
)
FILES = [path for part in DOMAIN for path in sorted((ROOT / "assistant" / part).glob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_domain_logic_stays_free_of_adapters(path: Path) -> None:
    for name in imported(path):
        assert name.partition(".")[0] not in FORBIDDEN, name
        assert not name.startswith(ADAPTERS), name


@pytest.mark.parametrize("path", sorted((ROOT / "actions").glob("action_*.py")), ids=str)
def test_every_action_has_a_test_of_its_name(path: Path) -> None:
    assert (ROOT / "tests/unit/actions" / f"test_{path.name}").exists()
