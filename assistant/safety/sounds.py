"""Writes alike what sounds alike in Dutch: "elikwis" is "eliquis", "vrugtbaar" "vruchtbaar"."""

from __future__ import annotations

import re

_SOUNDS = (
    ("qu", "kw"),
    ("ph", "f"),
    ("th", "t"),
    ("ch", "k"),
    ("ck", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("c", "k"),
    ("y", "i"),
    ("ij", "i"),
    ("ie", "i"),
    ("z", "s"),
)
_DOUBLE = re.compile(r"(.)\1+")


def sound(word: str) -> str:
    """Return a normalised word's sound."""
    for spelling, heard in _SOUNDS:
        word = word.replace(spelling, heard)
    return _DOUBLE.sub(r"\1", word)
