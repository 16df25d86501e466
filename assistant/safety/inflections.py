"""Takes Dutch endings off."""

from __future__ import annotations

_ENDINGS = (
    "etjes",
    "etje",
    "tjes",
    "skes",
    "jes",
    "kes",
    "ske",
    "tje",
    "en",
    "je",
    "ke",
    "s",
    "n",
    "e",
)


def base_forms(word: str) -> list[str]:
    """Return the word itself and what it may be an inflection or diminutive of."""
    bases = [word, *(word[: -len(end)] for end in _ENDINGS if word.endswith(end))]
    # "Oxazepammetje" doubles the last letter.
    return [*bases, *(base[:-1] for base in bases[1:] if base[-2:-1] == base[-1:])]
