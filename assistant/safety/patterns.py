"""The editor's pattern language, compiled to one regular expression.

RE2 runs it: thousands of phrases cost it no more than one, and no message can make it slow.

- words separated by a space follow each other
- ``*`` in a word: any letters there
- ``(a|b)``: one of these words, or groups of words
- ``#``: a number, in digits or as a word
- ``...``: zero to four words in between
- ``<name>``: one of the words or word groups listed under that name
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import re2

from assistant.safety.normalise import strip_accents

_NUMBER_WORDS = (
    *("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    *("elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"),
    *("achttien", "negentien", "twintig", "dertig", "veertig"),
)
_UNITS = "(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_NUMBER = rf"(?:\d{{1,4}}|{_UNITS}en(?:twintig|dertig)|{'|'.join(_NUMBER_WORDS)})"
_GAP = r"(?:[a-z0-9]+ ){0,4}?"
_SIGNS = {"...": _GAP, "#": _NUMBER + " ", "(": "(?:", ")": ")", "|": "|"}
_PART = re.compile(r"\.\.\.|#|\(|\)|\||[^\s()|#]+")
_GROUP = re.compile(r"<([a-z_]+)>")
_WORD = re.compile(r"[a-z0-9*]*[a-z0-9][a-z0-9*]*")
_NOTHING = r"[^\x00-\x{10FFFF}]"
# Bytes per expression, at most.
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20
_OPTIONS.never_capture = True
_OPTIONS.log_errors = False


class PatternError(ValueError):
    """A pattern isn't in the pattern language; ``fix`` says what is allowed."""

    fix = "use words, * for any letters, (a|b), <group>, # and ... only"


def compile_patterns(
    patterns: Iterable[str], groups: Mapping[str, Sequence[str]] | None = None
) -> re.Pattern[str]:
    """Compile patterns to one expression over normalised text that ends in a space.

    ``groups`` are the words that ``<name>`` stands for. Raises PatternError.
    """
    choices = [_compile(_with_groups(pattern, groups or {})) for pattern in patterns]
    return compiled(rf"\b(?:{'|'.join(choices)})" if choices else _NOTHING)


def only(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile patterns that may follow each other; for ``fullmatch``."""
    return compiled(rf"(?:{compile_patterns(patterns).pattern})+")


def compiled(expression: str) -> re.Pattern[str]:
    """Compile an expression that is made of compiled patterns' own."""
    # RE2's expressions have the methods of Python's.
    pattern: re.Pattern[str] = re2.compile(expression, _OPTIONS)
    return pattern


def mask(
    pattern: re.Pattern[str], text: str, keep: Callable[[int, int], bool] | None = None
) -> str:
    """Return a text with every match made unreadable; its words keep their numbers.

    ``keep`` may spare a match by the number of its first word and of the word after it.
    """

    def hide(match: re.Match[str]) -> str:
        start, count = text.count(" ", 0, match.start()), match[0].count(" ")
        return match[0] if keep and keep(start, start + count) else "| " * count

    return pattern.sub(hide, text)


def _with_groups(pattern: str, groups: Mapping[str, Sequence[str]]) -> str:
    def words(match: re.Match[str]) -> str:
        if match[1] not in groups:
            raise PatternError(f"'{pattern}' uses <{match[1]}>, which no group is called")
        return f"({'|'.join(groups[match[1]])})"

    return _GROUP.sub(words, pattern)


def _pieces(pattern: str) -> list[str]:
    plain = strip_accents(pattern).lower().replace("'", " ")
    return [
        piece
        for part in _PART.findall(plain)
        for piece in ([part] if part in _SIGNS else re.split(r"[-/,.]+", part))
        if piece
    ]


def _compile(pattern: str) -> str:
    pieces = _pieces(pattern)
    depth = 0
    for piece in pieces:
        depth += {"(": 1, ")": -1}.get(piece, 0)
        if depth < 0:
            raise PatternError(f"brackets don't match in '{pattern}'")
    compiled = "".join(_SIGNS.get(piece) or _word(piece, pattern) for piece in pieces)
    if depth or not compiled.strip():
        raise PatternError(f"brackets don't match or nothing to match in '{pattern}'")
    return compiled


def _word(word: str, pattern: str) -> str:
    if not _WORD.fullmatch(word):
        raise PatternError(f"'{word}' in '{pattern}' can't be read")
    return word.replace("*", "[a-z0-9]*") + " "
