from __future__ import annotations

from typing import Any

import pytest
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.model import InvalidModelError
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.nlu.constants import TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from assistant.runtime.deviations.one_dutch_model import ONE_DUTCH_MODEL
from assistant.safety.dutch_parser import load_dutch, parse
from tests.unit.runtime.deviations.stock import stock

MODEL = "nl_core_news_sm"
TEXTS = (
    "Ik liep gisteren met mijn kinderen naar de winkels.",
    "heb gn pijn, wel moe!",
    "GROTE POT",
)


def tokens(text: str) -> list[Any]:
    config = {**SpacyNLP.get_default_config(), "model": MODEL}
    component = SpacyNLP(SpacyNLP.load_model(MODEL), config)
    message = component.process([Message({TEXT: text})], component.provide())[0]
    tokenizer = SpacyTokenizer(SpacyTokenizer.get_default_config())
    shown = tokenizer.process([message])[0].get(TEXT_TOKENS)
    assert message.get(SPACY_DOCS[TEXT])
    return [(token.text, token.start, token.end) for token in shown]


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_those_of_stock(text: str) -> None:
    with stock(ONE_DUTCH_MODEL):
        expected = tokens(text)
        ONE_DUTCH_MODEL.install()
        assert tokens(text) == expected


def test_the_model_is_shared_and_still_parses() -> None:
    with stock(ONE_DUTCH_MODEL):
        ONE_DUTCH_MODEL.install()
        assert SpacyNLP.load_model(MODEL).model is load_dutch()
    assert {token.dep_ for token in parse("ik ben niet zwanger")} >= {"nsubj", "cop", "ROOT"}


def test_another_model_is_loaded_as_stock_does() -> None:
    with stock(ONE_DUTCH_MODEL):
        ONE_DUTCH_MODEL.install()
        with pytest.raises(InvalidModelError, match="no_such_model"):
            SpacyNLP.load_model("no_such_model")
