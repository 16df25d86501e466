"""The editor's pattern language, compiled to one regular expression.

- words separated by a space follow each other
- ``*`` in a word: any letters there
- ``(a|b)``: one of these words, or groups of words
- ``#``: a number, in digits or as a word
- ``...``: zero to four words in between
- ``<name>``: one of the words or word groups listed under that name
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.safety.normalise import strip_accents

_NUMBER_WORDS = (
    *("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    *("elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien"),
    *("achttien", "negentien", "twintig", "dertig", "veertig"),
)
_UNITS = "(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen)"
_NUMBER = rf"(?:\d{{1,4}}|{_UNITS}en(?:twintig|dertig)|{'|'.join(_NUMBER_WORDS)})"
_GAP = r"(?:[a-z0-9]+ ){0,4}?"
_TOKEN = re.compile(r"\.\.\.|#|\(|\)|\||[^\s()|#]+")
_GROUP = re.compile(r"<([a-z_]+)>")
_WORD = re.compile(r"[a-z0-9*]*[a-z0-9][a-z0-9*]*")


class PatternError(ValueError):
    """A pattern isn't in the pattern language; ``fix`` says what is allowed."""

    fix = "use words, * for any letters, (a|b), <group>, # and ... only"


def compile_patterns(
    patterns: Iterable[str], groups: Mapping[str, Sequence[str]] | None = None
) -> re.Pattern[str]:
    """Compile patterns to one expression over normalised text that ends in a space.

    ``groups`` are the words that ``<name>`` stands for. Raises PatternError.
    """
    alternatives = [_compile(_with_groups(pattern, groups or {})) for pattern in patterns]
    if not alternatives:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(alternatives)})")


def _with_groups(pattern: str, groups: Mapping[str, Sequence[str]]) -> str:
    def words(match: re.Match[str]) -> str:
        if match[1] not in groups:
            raise PatternError(f"'{pattern}' uses <{match[1]}>, which no group is called")
        return f"({'|'.join(groups[match[1]])})"

    return _GROUP.sub(words, pattern)


def _compile(pattern: str) -> str:
    pieces: list[str] = []
    depth = 0
    for piece in _TOKEN.findall(strip_accents(pattern).lower().replace("'", " ")):
        if piece == "...":
            pieces.append(_GAP)
        elif piece == "#":
            pieces.append(_NUMBER + " ")
        elif piece == "(":
            depth += 1
            pieces.append("(?:")
        elif piece == ")":
            depth -= 1
            pieces.append(")")
        elif piece == "|":
            pieces.append("|")
        else:
            for word in re.split(r"[-/,.]+", piece):
                if word:
                    pieces.append(_word(word, pattern))
        if depth < 0:
            raise PatternError(f"brackets don't match in '{pattern}'")
    if depth or not "".join(pieces).strip():
        raise PatternError(f"brackets don't match or nothing to match in '{pattern}'")
    return "".join(pieces)


def _word(word: str, pattern: str) -> str:
    if not _WORD.fullmatch(word):
        raise PatternError(f"'{word}' in '{pattern}' can't be read")
    return word.replace("*", "[a-z0-9]*") + " "
