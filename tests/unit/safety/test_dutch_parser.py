"""The Dutch model without its own copy of the tokenizer reads as the whole one does."""

from __future__ import annotations

from collections.abc import Iterator

import nl_core_news_sm
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from assistant.safety.dutch_parser import load_dutch, parse
from evaluation.training_data import training_examples

EVERY = 20


@pytest.fixture(scope="module")
def whole() -> Iterator[Language]:
    yield nl_core_news_sm.load()


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [example.text for example in training_examples()[::EVERY]]


def parsed(doc: Doc) -> list[tuple[str, str, int, str, str]]:
    return [(t.text, t.dep_, t.head.i, t.pos_, str(t.morph)) for t in doc]


def test_the_tokenizer_is_the_models_own(whole: Language) -> None:
    # The words that were met so far belong to the vocabulary.
    ours, own = (model.tokenizer.to_bytes(exclude=["vocab"]) for model in (load_dutch(), whole))
    assert ours == own


def test_words_are_the_same(whole: Language, texts: list[str]) -> None:
    assert len(texts) > 200
    for text in texts:
        assert [t.text for t in load_dutch()(text)] == [t.text for t in whole.make_doc(text)]


def test_parses_are_the_same(whole: Language, texts: list[str]) -> None:
    for text in texts:
        doc = whole.make_doc(text)
        for component in ("tok2vec", "morphologizer", "parser"):
            doc = whole.get_pipe(component)(doc)
        assert parsed(parse(text)) == parsed(doc)
