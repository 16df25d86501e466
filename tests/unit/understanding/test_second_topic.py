from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.understanding.calibration import Calibration
from assistant.understanding.clauses import several_clauses
from assistant.understanding.follow_up import FollowUpReader
from assistant.understanding.scored import Scored
from assistant.understanding.second_topic import MAX_DOUBLED, asked_topics, with_second_topics

TOPICS = ["begroeting", "dosering", "hart", "spierkrampen", "voedingsbronnen"]
WORDS = {"mg": "dosering", "hart": "hart", "kramp": "spierkrampen", "eten": "voedingsbronnen"}


class Scorer:
    """Shares its belief among the topics whose word a text holds."""

    def __init__(self, calibration: Calibration | None = None) -> None:
        self.topics = TOPICS
        self.calibration = calibration or Calibration()

    def score_message(self, text: str, clauses: Sequence[str]) -> Scored:
        rows = np.full((1 + len(clauses), len(TOPICS)), 0.01)
        for row, part in enumerate((text, *clauses)):
            for word in part.split():
                if word in WORDS:
                    rows[row, TOPICS.index(WORDS[word])] += 1.0
        rows /= rows.sum(axis=1, keepdims=True)
        return Scored(rows, np.ones(len(rows)))


def asked(model: Scorer, text: str, follow_ups: FollowUpReader) -> set[str]:
    clauses = several_clauses(text)
    rows = model.score_message(text, clauses).probabilities
    return {*asked_topics(model, clauses, rows, follow_ups)}


def messages() -> tuple[list[str], list[str]]:
    pairs = [
        (f"wat doet {word} nummer{number}", topic)
        for number in range(60)
        for word, topic in WORDS.items()
    ]
    return [text for text, _ in pairs], [topic for _, topic in pairs]


def test_what_two_clauses_ask_is_learnt_from_joined_messages(follow_ups: FollowUpReader) -> None:
    texts, topics = messages()
    model = Scorer(with_second_topics(Scorer(), texts, topics, follow_ups))
    assert model.calibration.second_weights != Calibration().second_weights
    assert asked(model, "wat doet mg en wat doet eten", follow_ups) == {
        "dosering", "voedingsbronnen",
    }  # fmt: skip
    doubled = [text for text in texts if len(asked(model, text, follow_ups)) > 1]
    assert len(doubled) <= MAX_DOUBLED * len(texts)


def test_messages_that_really_ask_two_things_teach_instead_of_joined_ones(
    follow_ups: FollowUpReader,
) -> None:
    texts, topics = messages()
    several = [
        (f"{first} en {second}", {one, other})
        for first, second, one, other in zip(texts, texts[1:], topics, topics[1:], strict=False)
    ]
    joined = with_second_topics(Scorer(), texts, topics, follow_ups)
    written = with_second_topics(Scorer(), texts, topics, follow_ups, several)
    assert written.second_weights != joined.second_weights
    assert asked(Scorer(written), "wat doet hart en wat doet kramp", follow_ups) == {
        "hart", "spierkrampen",
    }  # fmt: skip


def test_few_messages_teach_nothing(follow_ups: FollowUpReader) -> None:
    texts, topics = messages()
    assert with_second_topics(Scorer(), texts[:40], topics[:40], follow_ups) == Calibration()


def test_small_talk_is_never_a_topic_that_is_asked(follow_ups: FollowUpReader) -> None:
    assert asked(Scorer(), "hallo", follow_ups) <= {*WORDS.values()}


def test_a_clause_that_only_points_back_adds_no_topic(follow_ups: FollowUpReader) -> None:
    class Misheard(Scorer):
        """Hears "eten" in the words that point back."""

        def score_message(self, text: str, clauses: Sequence[str]) -> Scored:
            return super().score_message(
                text, [clause.replace("daardoor", "eten daardoor") for clause in clauses]
            )

    text = "ik las iets over mg in mijn hart, komt dat daardoor?"
    clauses = several_clauses(text)
    model = Misheard(Calibration(second_threshold=0.3))
    rows = model.score_message(text, clauses).probabilities
    assert rows[-1].argmax() == TOPICS.index("voedingsbronnen")
    assert "voedingsbronnen" not in asked_topics(model, clauses, rows, follow_ups)
