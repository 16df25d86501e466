from __future__ import annotations

import ast

import pytest

from assistant.storage.holdings import unregistered
from tests.conftest import ROOT


def test_every_table_is_registered_for_deletion_or_exempt_with_a_reason() -> None:
    assert unregistered() == []


@pytest.mark.parametrize("path", sorted((ROOT / "assistant").rglob("*.py")), ids=lambda p: p.name)
def test_tables_are_defined_where_deletion_looks_for_them(path: object) -> None:
    source = ROOT / str(path)
    defines = any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "Table"
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    )
    assert not defines or source.parent == ROOT / "assistant" / "storage"
