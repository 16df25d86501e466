"""Takes out of a message what may tell who wrote it.

What is left is pseudonymised, not anonymous: no rule finds every name.
"""

from __future__ import annotations

import re
from functools import cache

import spacy
from spacy.language import Language

REMOVED = "…"
_NAMED = frozenset({"PERSON", "PER", "GPE", "LOC", "FAC"})
_MODEL = "nl_core_news_sm"

_EMAIL = re.compile(r"\S+@\S+")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_STREET = re.compile(
    r"\b[\w'-]*(?:straat|laan|weg|plein|dreef|gracht|kade|steenweg|hof|singel|lei)\s+"
    r"\d+\s?[a-z]?\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{4}\s?[a-z]{2}\b", re.IGNORECASE)
_INTRODUCTION = re.compile(
    r"\b(mijn naam is|m'n naam is|mn naam is|ik heet|mevrouw|mevr\.?|meneer|dhr\.?|groetjes|"
    r"groeten|groet)\s+[\w'-]+(?:\s+(?:van|de|der|den|het|ten|ter|van de|van der)\b)*"
    r"(?:\s+[A-Z][\w'-]+)*",
    re.IGNORECASE,
)
# Telephone numbers, too, whichever way they are grouped.
_NUMBER = re.compile(r"[+(]?\d[\d\s()./,:-]*")
_SPACE = re.compile(r"\s+")


def scrub(text: str) -> str:
    """Return the text without names, addresses, e-mail addresses, links and numbers."""
    text = _without_names(_INTRODUCTION.sub(rf"\1 {REMOVED}", text))
    for pattern in (_EMAIL, _WEB_ADDRESS, _STREET, _POSTCODE, _NUMBER):
        text = pattern.sub(f"{REMOVED} ", text)
    return _SPACE.sub(" ", text).strip()


def _without_names(text: str) -> str:
    for entity in reversed(_reader()(text).ents):
        if entity.label_ in _NAMED:
            text = text[: entity.start_char] + REMOVED + text[entity.end_char :]
    return text


@cache
def _reader() -> Language:
    return spacy.load(_MODEL)
