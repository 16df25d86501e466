"""Dependency parses of Dutch sentences: who does what, what is denied, what is past."""

from __future__ import annotations

from functools import lru_cache

import nl_core_news_sm
from spacy.language import Language
from spacy.tokens import Doc

# Dependencies and tenses are enough; the rest only costs time.
_UNUSED = ["lemmatizer", "attribute_ruler", "tagger", "senter", "ner"]


def parse(sentence: str) -> Doc:
    """Return a sentence with heads, dependency labels (UD), parts of speech and tenses."""
    return load_parser()(sentence)


@lru_cache(maxsize=1)
def load_parser() -> Language:
    """Load the parser, about a second the first time."""
    return nl_core_news_sm.load(exclude=_UNUSED)
