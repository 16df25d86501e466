"""Which training messages the sentence encoder never sees, so that figures stay honest."""

from __future__ import annotations

import hashlib

_BUCKETS = 256
_HELD_BACK = 26


def is_held_back(text: str) -> bool:
    """Tell whether a message belongs to the tenth that only calibrates and measures.

    The text alone decides, so that the recipe in its own environment, `rasa train` and the
    evaluation agree without a list, also about messages that an editor adds later.
    """
    first = hashlib.sha256(text.strip().lower().encode()).digest()[0]
    return first % _BUCKETS < _HELD_BACK
