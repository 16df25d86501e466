"""Dependency parses of Dutch sentences: who does what, what is denied, what is past."""

from __future__ import annotations

from functools import lru_cache

import nl_core_news_sm
from spacy.language import Language
from spacy.tokens import Doc

_FOR_A_PARSE = ("tok2vec", "morphologizer", "parser")


def parse(sentence: str) -> Doc:
    """Return a sentence with heads, dependency labels (UD), parts of speech and tenses."""
    model = load_dutch()
    doc = model.make_doc(sentence)
    for component in _FOR_A_PARSE:
        doc = model.get_pipe(component)(doc)
    return doc


@lru_cache(maxsize=1)
def load_dutch() -> Language:
    """Load the Dutch model; called by itself it gives tokens only."""
    # Its tokenizer is that of spaCy's Dutch, which is there already; reading it takes long.
    return nl_core_news_sm.load(
        disable=_FOR_A_PARSE,
        exclude=["tokenizer", "tagger", "lemmatizer", "attribute_ruler", "senter"],
    )
