"""Training and test data: enough of it, and never mixed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from sklearn.feature_extraction.text import CountVectorizer

from assistant.nlu import take_back_detector
from assistant.nlu.continuation_detector import read_continuations
from assistant.nlu.risk_detector import read_risk_examples
from assistant.nlu.trained_on_encoder import read_examples
from assistant.safety.normalise import normalise
from evaluation.heldout import TEN_QUESTIONS
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
NEAR = 0.7
MESSAGES = ("heldout.yml", "heldout_second.yml", "safety_sealed.yml", "safety_repair.yml")
DIALOGUES = ("conversations.yml", "heldout_dialogues.yml")


def read(path: str) -> list[dict[str, Any]]:
    content = YAML(typ="safe").load((ROOT / path).read_text(encoding="utf-8"))
    return content if isinstance(content, list) else content["nlu"]


def training() -> dict[str, list[str]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for entry in read("data/nlu.yml"):
        lines[str(entry["intent"])] += [line[2:] for line in str(entry["examples"]).splitlines()]
    for entry in read("data/several_questions.yml"):
        lines[str(entry["intent"])] += [example["text"].strip() for example in entry["examples"]]
    return lines


def test_texts() -> Iterator[str]:
    for name in MESSAGES:
        yield from (str(entry["text"]) for entry in read(f"tests/data/{name}"))
    for name in DIALOGUES:
        for conversation in read(f"tests/data/{name}"):
            turns = conversation["turns"]
            assert isinstance(turns, list)
            said = (turn.get("say", "/") for turn in turns)
            yield from (text for text in said if not text.startswith("/"))


test_texts.__test__ = False  # type: ignore[attr-defined]


NEEDED = {
    **dict.fromkeys(TEN_QUESTIONS, 120),
    "medicatie": 400, "zwangerschap": 300, "buiten_bereik": 600,
    "noodgeval": 150, "kind": 150, "nierziekte": 150,
}  # fmt: skip
NEEDED_ELSEWHERE = 80


def test_there_is_enough_training_data() -> None:
    counts = {intent: len(lines) for intent, lines in training().items()}
    short = {name: n for name, n in counts.items() if n < NEEDED.get(name, NEEDED_ELSEWHERE)}
    assert short == {}
    assert sum(counts.values()) >= 4000


def test_messages_that_ask_several_things_name_their_intent_first() -> None:
    for entry in read("data/several_questions.yml"):
        for example in entry["examples"]:
            assert example["metadata"]["topics"][0] == entry["intent"], example["metadata"]


def test_there_is_enough_held_out_data() -> None:
    messages = read("tests/data/heldout.yml")
    assert len(messages) >= 800
    assert sum("buiten_bereik" in str(entry["topics"]) for entry in messages) >= 150
    assert len(read("tests/data/heldout_dialogues.yml")) >= 80


def trained_messages() -> list[str]:
    intents = [line for lines in training().values() for line in lines]
    risks = (example.text for example in read_risk_examples())
    taken_back = (text for _, text in read_examples(take_back_detector.EXAMPLES))
    return [*intents, *risks, *read_continuations(), *taken_back]


def test_no_message_is_trained_twice() -> None:
    seen = [normalise(line) for lines in training().values() for line in lines]
    assert len(seen) == len(set(seen))


def test_training_and_test_data_never_mix() -> None:
    trained = [normalise(line) for line in trained_messages()]
    literal = {normalise(question) for question in article_questions()}
    tested = [text for text in map(normalise, test_texts()) if text and text not in literal]
    grams = CountVectorizer(analyzer="char_wb", ngram_range=(4, 4), binary=True)
    grams.fit([*trained, *tested])
    known, asked = grams.transform(trained), grams.transform(tested)
    both = (asked @ known.T).tocoo()
    sizes_known, sizes_asked = known.sum(axis=1).A1, asked.sum(axis=1).A1
    jaccard = both.data / (sizes_asked[both.row] + sizes_known[both.col] - both.data)
    leaks = {tested[row] for row, value in zip(both.row, jaccard, strict=True) if value >= NEAR}
    assert leaks == set()


def article_questions() -> list[str]:
    content = YAML(typ="safe").load((ROOT / "knowledge/magnesium.yml").read_text(encoding="utf-8"))
    return [topic["question"] for topic in content["topics"].values()]


@pytest.mark.parametrize("line", (DATA / "frozen.sha256").read_text().splitlines())
def test_frozen_data_is_as_it_was(line: str) -> None:
    digest, name = line.split()
    assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == digest
