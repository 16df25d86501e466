from __future__ import annotations

import dataclasses
from pathlib import Path

from rasa.shared.core.domain import Domain

from assistant.knowledge.loader import Knowledge
from assistant.project_files import (
    domain_text,
    intents,
    rules_text,
    stale_files,
    write_generated_files,
)
from tests.conftest import ROOT


def test_domain_and_rules_are_current(knowledge: Knowledge) -> None:
    assert stale_files(knowledge, ROOT) == []


def test_a_new_topic_needs_no_code(knowledge: Knowledge) -> None:
    article = knowledge.articles["magnesium.yml"]
    topics = {**article.topics, "slaap": article.topics["hart"]}
    more = dataclasses.replace(
        knowledge, articles={"magnesium.yml": article.copy(update={"topics": topics})}
    )
    assert "- slaap" in domain_text(more)
    assert "intent: slaap\n  - action: action_answer" in rules_text(more)


def test_stale_files_are_written(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert len(write_generated_files(knowledge, tmp_path)) == 2
    assert write_generated_files(knowledge, tmp_path) == []


def test_the_domain_knows_every_intent(knowledge: Knowledge) -> None:
    domain = Domain.load(str(ROOT / "domain.yml"))
    assert set(intents(knowledge)) <= set(domain.intents)
