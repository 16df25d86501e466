"""Fixtures that every test may use."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.loader import DEFAULT_FOLDER, Knowledge, load
from assistant.replies.compose import Composer
from assistant.safety.gate import SafetyGate

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load(DEFAULT_FOLDER)


@pytest.fixture(scope="session")
def gate(knowledge: Knowledge) -> SafetyGate:
    return SafetyGate(knowledge)


@pytest.fixture(scope="session")
def composer(knowledge: Knowledge) -> Composer:
    return Composer(knowledge)


@pytest.fixture
def knowledge_copy(tmp_path: Path) -> Path:
    """A copy of the knowledge folder that a test may break."""
    folder = tmp_path / "knowledge"
    shutil.copytree(DEFAULT_FOLDER, folder)
    return folder


@pytest.fixture
def edit(knowledge_copy: Path) -> Callable[[str, str, str], int]:
    """Replace text in a knowledge file; returns the line of the first replacement."""

    def replace(name: str, old: str, new: str) -> int:
        path = knowledge_copy / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    return replace
