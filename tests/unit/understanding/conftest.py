"""The committed encoder and a small model on it."""

from __future__ import annotations

import pytest

from assistant.knowledge.loader import Knowledge
from assistant.understanding.encoder import DEFAULT_FOLDER, SentenceEncoder
from assistant.understanding.follow_up import FollowUpReader
from assistant.understanding.topic_model import Example, TopicModel

EXAMPLES = [
    Example(f"{text} {extra}".strip(), topic)
    for extra in ("", "graag", "aub", "zeg")
    for text, topic in (
        ("hoeveel mag ik nemen", "dosering"),
        ("hoeveel mg per dag", "dosering"),
        ("waar zit het in", "voedingsbronnen"),
        ("welke noten en groenten", "voedingsbronnen"),
        ("hallo daar", "begroeting"),
        ("waar blijft mijn pakje", "buiten_bereik"),
        ("wat voor weer wordt het", "buiten_bereik"),
    )
]


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(DEFAULT_FOLDER)


@pytest.fixture(scope="session")
def follow_ups(knowledge: Knowledge) -> FollowUpReader:
    return FollowUpReader(knowledge.follow_ups)


@pytest.fixture(scope="session")
def model(encoder: SentenceEncoder) -> TopicModel:
    return TopicModel.fit(EXAMPLES, encoder)
