from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.knowledge.problems import KnowledgeError
from assistant.knowledge.store import CHECK_EVERY_SECONDS, KnowledgeStore

Edit = Callable[[str, str, str], int]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(knowledge_copy: Path, clock: Clock) -> KnowledgeStore:
    return KnowledgeStore(knowledge_copy, clock)


def test_an_edited_answer_is_live_within_five_seconds(
    store: KnowledgeStore, edit: Edit, clock: Clock
) -> None:
    edit("magnesium.yml", "Veel magnesium zit in {list.foods}. Ook", "Eet {list.foods}. Ook")
    clock.now += CHECK_EVERY_SECONDS
    assert CHECK_EVERY_SECONDS <= 5
    assert store.knowledge.topics["voedingsbronnen"].answer.startswith("Eet ")
    assert store.version == 2


def test_emergency_numbers_and_lexicons_reload_too(
    store: KnowledgeStore, edit: Edit, clock: Clock
) -> None:
    edit("shop.yml", 'number: "1813"', 'number: "1814"')
    edit("medicines.yml", "metoprolol,", "metoprolol, fantasiemiddel,")
    clock.now += CHECK_EVERY_SECONDS
    numbers = {number.id: number.number for number in store.knowledge.shop.emergency_numbers}
    assert numbers["suicide_be"] == "1814"
    assert any(
        "fantasiemiddel" in entry.generics for entry in store.knowledge.medicines.classes.values()
    )


def test_a_broken_edit_leaves_the_last_good_version(
    store: KnowledgeStore, edit: Edit, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    before = store.knowledge
    edit("magnesium.yml", "Veel magnesium zit in {list.foods}. Ook", "Dit geneest u. Ook")
    clock.now += CHECK_EVERY_SECONDS
    with caplog.at_level(logging.ERROR):
        assert store.knowledge is before
    assert "geneest" in str(store.problems[0])
    assert "last good version" in caplog.text

    edit("magnesium.yml", "Dit geneest u. Ook", "Eet afwisselend. Ook")
    clock.now += CHECK_EVERY_SECONDS
    assert store.knowledge is not before
    assert store.problems == []


def test_wrong_knowledge_at_start_is_an_error(knowledge_copy: Path, edit: Edit) -> None:
    edit("shop.yml", "name: Topvitamine", "naam: Topvitamine")
    with pytest.raises(KnowledgeError):
        KnowledgeStore(knowledge_copy)
