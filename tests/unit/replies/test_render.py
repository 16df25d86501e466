from __future__ import annotations

import pytest

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import Dose
from assistant.replies.render import (
    UnknownPlaceholder,
    capitalise_sentences,
    dose_text,
    fill,
    join_words,
    number_text,
    render,
)


def dose(low: float, high: float) -> Dose:
    return Dose.parse_obj(
        {"low": low, "high": high, "unit": "mg/day", "for": "-", "counts": "total", "section": "1"}
    )


def test_words_and_numbers_are_written_the_dutch_way() -> None:
    assert join_words(["a", "b", "c"]) == "a, b en c"
    assert join_words(["a"]) == "a"
    assert number_text(56.25) == "56,25"
    assert dose_text(dose(200, 400)) == "200–400 mg per dag"
    assert dose_text(dose(600, 600)) == "600 mg per dag"
    assert capitalise_sentences("een. twee.") == "Een. Twee."


def test_a_number_stands_in_one_place(knowledge: Knowledge) -> None:
    article = knowledge.article_of("spierkrampen")
    topic = knowledge.topics["spierkrampen"]
    changed = topic.copy(
        update={"facts": topic.facts.copy(update={"doses": {"cramps": dose(123, 321)}})}
    )
    assert "123–321 mg" in render(topic.answer, changed, article, knowledge.shop)


@pytest.mark.parametrize("template", ["{unknown}", "{dose.cramp}", "{", "{0}"])
def test_what_cannot_be_filled_is_an_error_with_a_fix(template: str, knowledge: Knowledge) -> None:
    topic = knowledge.topics["spierkrampen"]
    with pytest.raises(UnknownPlaceholder) as caught:
        render(template, topic, knowledge.article_of("spierkrampen"), knowledge.shop)
    assert caught.value.fix


def test_fill_folds_white_space() -> None:
    assert fill("a\n  {b}", b="c") == "a c"
