"""Divides a text that is too long for one message: at paragraphs, then sentences, then words."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.channels.messengers.limits import length

_PARAGRAPHS = re.compile(r"(\n\n+)")
_LINES = re.compile(r"(\n)")
_SENTENCES = re.compile(r"((?<=[.!?…])[^\S\n]+)")
_WORDS = re.compile(r"(\s+)")


def divide(text: str, most: int, most_in_last: int | None = None) -> list[str]:
    """Return the pieces of a text, each at most ``most`` long; the last one may have less room."""
    last = most if most_in_last is None else most_in_last
    pieces = _pack(text.strip(), most)
    if length(pieces[-1]) > last:
        *head, tail = _pack(pieces[-1], last)
        pieces = [*pieces[:-1], *head, tail]
    return pieces


def _pack(text: str, most: int) -> list[str]:
    for divider in (_PARAGRAPHS, _LINES, _SENTENCES, _WORDS):
        if length(text) <= most:
            return [text]
        parts = divider.split(text)
        if len(parts) > 1:
            return _join(parts, most, lambda part: _pack(part, most))
    return _cut(text, most)


def _join(parts: list[str], most: int, divide_part: Callable[[str], list[str]]) -> list[str]:
    pieces = [""]
    for part, divider in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if pieces[-1] and length(pieces[-1] + part) > most:
            pieces.append("")
        whole = divide_part(part)
        pieces[-1:] = [pieces[-1] + whole[0], *whole[1:]]
        pieces[-1] += divider
    return [piece.strip() for piece in pieces if piece.strip()]


def _cut(word: str, most: int) -> list[str]:
    pieces = [""]
    for character in word:
        if length(pieces[-1] + character) > most:
            pieces.append("")
        pieces[-1] += character
    return pieces
