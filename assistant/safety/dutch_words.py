"""Words that are known to be Dutch, so that they aren't taken for misspelt medicines."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import nl_core_news_sm
from spacy.strings import StringStore

from assistant.safety.normalise import normalise


@lru_cache(maxsize=1)
def known_dutch_words() -> frozenset[str]:
    """Return the vocabulary of the Dutch spaCy model, about 40,000 normalised words."""
    package = Path(nl_core_news_sm.__file__).parent
    strings = next(package.glob("*/vocab/strings.json"))
    words = (string for string in StringStore().from_disk(strings) if string.isalpha())
    return frozenset(normalise(word) for word in words)
