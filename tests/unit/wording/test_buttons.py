from __future__ import annotations

from pathlib import Path

import pytest

from assistant.knowledge.loader import Knowledge, load
from assistant.knowledge.problems import KnowledgeError
from tests.unit.wording.conftest import Refused

MESSENGER_LIMIT = 20


def test_every_topic_and_referral_has_a_title_for_messengers(knowledge: Knowledge) -> None:
    entries = [*knowledge.topics.values(), *knowledge.safety.referrals.values()]
    for entry in entries:
        assert 0 < len(entry.short_title) <= MESSENGER_LIMIT
    assert len(knowledge.talk.mens_spreken_title) <= MESSENGER_LIMIT


def test_a_short_title_that_is_too_long_is_refused(knowledge_copy: Path) -> None:
    path = knowledge_copy / "magnesium.yml"
    text = path.read_text(encoding="utf-8")
    line = "    short_title: Spierkrampen\n"
    assert line in text
    path.write_text(text.replace(line, f"    short_title: {'Spierkrampen ' * 2}\n"), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load(knowledge_copy)
    (problem,) = caught.value.problems
    assert problem.field == "topics.spierkrampen.short_title"
    assert problem.line == text[: text.index(line)].count("\n") + 1


def test_a_cut_word_is_refused(refused: Refused) -> None:
    refused(
        "magnesium.yml", "short_title: Spierkrampen", "short_title: Spierkr.",
        "topics.spierkrampen.short_title", "'spierkr' is not a word of the title",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        (
            "magnesium.yml", "    title: Soorten magnesium\n    short_title: Soorten magnesium\n",
            "    title: Spierkrampen\n    short_title: Krampen\n", "topics.vormen.title",
        ),
        (
            "talk.yml", "mens_spreken_title: Medewerker spreken",
            "mens_spreken_title: Medicijnen", "mens_spreken_title",
        ),
    ],
)  # fmt: skip
def test_two_buttons_may_not_look_the_same(
    refused: Refused, name: str, old: str, new: str, field: str
) -> None:
    refused(name, old, new, field, "has the same title")
