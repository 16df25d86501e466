"""Tells whether a message is written in English, German or French."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from spacy.lang.de.stop_words import STOP_WORDS as GERMAN
from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.fr.stop_words import STOP_WORDS as FRENCH
from spacy.lang.nl.stop_words import STOP_WORDS as DUTCH

Foreign = Literal["en", "de", "fr"]
_STOP_WORDS: dict[Foreign, set[str]] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH}
_WORD = re.compile(r"[^\W\d_]+")
# What Dutch people type for "het", "een", "mijn" and the like: enough to make a message theirs.
_CHAT_DUTCH = {
    *("t", "n", "m", "mn", "zn", "ff", "da", "wa", "ge", "gij", "mss", "aub", "ofzo", "egt"),
    *("wel", "ook", "nog", "savonds", "snachts", "elke", "elk", "vor"),
}
_CLEAR_WORDS = 2
_FOREIGN_PER_DUTCH = 3
_MIN_WEAK_WORDS = 3
_SURE = 0.9


def foreign_language(text: str) -> Foreign | None:
    """Return the language of a message that is clearly not Dutch, else None.

    Function words decide, because customers mix English into Dutch and a message of five
    words is too short for a statistical identifier; that one settles the weak cases.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {
        language: sum(word in stop_words and word not in DUTCH for word in words)
        for language, stop_words in _STOP_WORDS.items()
    }
    language: Foreign = max(counts, key=lambda key: counts[key])
    dutch = sum(
        word in _CHAT_DUTCH or (word in DUTCH and word not in _STOP_WORDS[language])
        for word in words
    )
    if counts[language] >= _CLEAR_WORDS and counts[language] > _FOREIGN_PER_DUTCH * dutch:
        return language
    if counts[language] < 1 or dutch or len(words) < _MIN_WEAK_WORDS:
        return None
    guess, probability = _identifier().classify(" ".join(words))
    return language if guess == language and probability >= _SURE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["nl", "en", "de", "fr"])
    return identifier
