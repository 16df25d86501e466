from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.understanding.calibration import Calibration
from assistant.understanding.follow_up import FollowUpReader
from assistant.understanding.reading import Reading, read
from assistant.understanding.scored import Scored

WORDS = {
    "kramp": "spierkrampen", "eten": "voedingsbronnen", "veel": "dosering", "hallo": "begroeting",
    "pakje": "buiten_bereik", "waarvoor": "wat_is_magnesium", "tabletje": "medicatie",
}  # fmt: skip


class Scorer:
    """Believes in the topics whose word a text holds, all the same."""

    def __init__(self, scope: float = 0.9) -> None:
        self.topics = sorted(WORDS.values())
        self.calibration = Calibration(scope_threshold=0.5, ask_back_threshold=0.3)
        self._scope = scope

    def score_message(self, text: str, clauses: Sequence[str]) -> Scored:
        rows = np.full((1 + len(clauses), len(self.topics)), 0.01)
        for row, part in enumerate((text, *clauses)):
            for word, topic in WORDS.items():
                if word in part:
                    rows[row, self.topics.index(topic)] = 1.0
        rows /= rows.sum(axis=1, keepdims=True)
        return Scored(rows, np.full(len(rows), self._scope))


@pytest.mark.parametrize(
    ("clauses", "topics"),
    [
        (["hoe veel"], ["dosering"]),
        (["helpt het tegen kramp", "wat moet ik eten"], ["spierkrampen", "voedingsbronnen"]),
        (["wat moet ik eten", "helpt het tegen kramp"], ["voedingsbronnen", "spierkrampen"]),
        (["hallo daar", "wat moet ik eten"], ["voedingsbronnen"]),
        (["ik neem een tabletje", "wat moet ik eten"], ["voedingsbronnen"]),
        (["hallo"], ["begroeting"]),
        (["waar is mijn pakje"], ["buiten_bereik"]),
    ],
)
def test_topics_in_the_order_asked(
    follow_ups: FollowUpReader, clauses: list[str], topics: list[str]
) -> None:
    assert read(Scorer(), ". ".join(clauses), clauses, follow_ups).topics == topics


def test_a_vague_clause_asks_about_the_one_before_it(follow_ups: FollowUpReader) -> None:
    scorer = Scorer()
    clauses = ["helpt het tegen kramp", "waarvoor is het"]
    scored = scorer.score_message("helpt het tegen kramp", clauses)
    scorer.score_message = lambda text, parts: scored  # type: ignore[method-assign]
    assert read(scorer, "", clauses, follow_ups).topics == ["spierkrampen"]


def reading_of_cramp(follow_ups: FollowUpReader, scope: float) -> Reading:
    return read(Scorer(scope), "kramp", ["kramp"], follow_ups)


def test_a_low_scope_refuses_what_isnt_a_risk(follow_ups: FollowUpReader) -> None:
    assert reading_of_cramp(follow_ups, scope=0.9).topics == ["spierkrampen"]
    assert reading_of_cramp(follow_ups, scope=0.1).topics == ["buiten_bereik"]
    risky = read(Scorer(0.1), "een tabletje", ["een tabletje"], follow_ups)
    assert risky.topics == ["medicatie"]


def test_a_weak_first_choice_is_unsure(follow_ups: FollowUpReader) -> None:
    assert read(Scorer(), "hm", ["hm"], follow_ups).unsure
    assert not reading_of_cramp(follow_ups, scope=0.9).unsure
