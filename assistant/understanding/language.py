"""Tells whether a message is written in English, German or French."""

from __future__ import annotations

import re
import runpy
from functools import lru_cache
from pathlib import Path
from typing import Literal

import spacy.lang
from py3langid.langid import MODEL_FILE, LanguageIdentifier

Foreign = Literal["en", "de", "fr"]


def _stop_words(language: str) -> set[str]:
    """Return spaCy's list; importing it takes seconds, for the language's other rules."""
    file = Path(spacy.lang.__path__[0]) / language / "stop_words.py"
    words: set[str] = runpy.run_path(str(file))["STOP_WORDS"]
    return words


DUTCH = _stop_words("nl")
_STOP_WORDS: dict[Foreign, set[str]] = {
    "en": _stop_words("en"),
    "de": _stop_words("de"),
    "fr": _stop_words("fr"),
}
_WORD = re.compile(r"[^\W\d_]+")
# What Dutch people type for "het", "een", "mijn" and the like, and what spaCy doesn't list of the
# words that questions here are made of: enough to make a message theirs.
_CHAT_DUTCH = {
    *("t", "n", "m", "mn", "zn", "ff", "da", "wa", "ge", "gij", "mss", "aub", "ofzo", "egt"),
    *("wel", "ook", "nog", "savonds", "snachts", "elke", "elk", "vor"),
    *("hoeveel", "nodig", "ene", "twee", "drie", "vier", "dag", "dagen", "keer", "stuk", "stuks"),
    *("neem", "nemen", "innemen", "slik", "slikken", "zwanger", "kramp"),
    *("oke", "ok", "bedankt", "dankje", "hé", "hè", "hoor", "zulle"),
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
