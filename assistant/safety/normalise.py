"""Brings a message into the form in which words are compared."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def strip_accents(text: str) -> str:
    """Replace accented letters by their plain form (``bètablokker`` → ``betablokker``)."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def normalise(text: str) -> str:
    """Return lower-case words without accents, one space between them."""
    return _NOT_A_WORD.sub(" ", strip_accents(text).lower()).strip()


def without_control_characters(text: str) -> str:
    """Remove null bytes and other control characters; line ends and tabs stay."""
    return _CONTROL.sub("", text)
