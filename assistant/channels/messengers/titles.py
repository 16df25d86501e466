"""Makes a button's title fit, without ever cutting a word."""

from __future__ import annotations

from assistant.channels.messengers.limits import length

# Words that a title can't end with.
_LEFT_OPEN = frozenset(
    ("aan", "bij", "de", "den", "een", "en", "het", "in", "met", "of", "om", "op", "per", "te",
     "uw", "van", "voor")
)  # fmt: skip


def fitting_title(title: str, short_title: str | None, most: int) -> str | None:
    """Return the title, else the short one, else its first words; None if none of them fits."""
    for candidate in (title, short_title):
        if candidate and length(candidate) <= most:
            return candidate
    words = (short_title or title).split()
    while words and (length(" ".join(words)) > most or words[-1].lower() in _LEFT_OPEN):
        words.pop()
    return " ".join(words).rstrip(",:;") or None
