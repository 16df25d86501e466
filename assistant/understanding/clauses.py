"""Splits a message into the questions it asks."""

from __future__ import annotations

import re

_SENTENCES = re.compile(r"(?<=[.?!;])\s+|\n+|(?<=[a-z])\?(?=[a-zA-Z])")
_QUESTION_WORDS = (
    "hoeveel|hoe|(?:de)?welk(?:en?)?|wat?|waar|waarom|wanneer|wie|kan|kun|kunt|mag|moet|moete?n?|"
    "hoelang|hoelaat|hoezo|vanwaar|waar(?:door|van|voor|mee|aan|bij|tegen|in|op)|helpt|help|"
    "(?:in|met|van|voor|vo|vr|bij|aan|op|tegen|vanaf|tot) "
    "(?:welk(?:en?)?|wat?|hoeveel|wie|wanneer)|of (?:je|ik|k|ge|u|het|t|er|dat|da|magnesium)|"
    "is|zijn|heb|heeft|hebt|doet|werkt|zit|wordt|krijg|krijgt|bestaat|verkoop(?:t|en)?|hebben|"
    "kank|magk|moek|kunde|moette|hedde|hebde|zijde|ist|isda|zou"
)
# A verb before its subject ("neem je dat", "smeer ik") asks, whatever the verb is.
_SUBJECTS = "ik|k|je|jij|ge|gij|u|het|t|dat|da|dit|die|er|men|we|wij|jullie|ekik"
_QUESTION_START = rf"(?:(?:{_QUESTION_WORDS})\b|\w{{3,}} (?:{_SUBJECTS})\b)"
_JOINTS = re.compile(
    rf"(?:,\s*|\s+)(?:(?:en|of|maar|plus|ook|ps|btw)\s+)"
    rf"(?:zo ja,?\s+|ook\s+|trouwens\s+|eigenlijk\s+|dan\s+|nog\s+)*"
    rf"(?={_QUESTION_START})|,\s*(?={_QUESTION_START})",
    re.IGNORECASE,
)
_STARTS_AS_QUESTION = re.compile(
    rf"(?:(?:en|of|maar|dus|ook|hallo|hoi|dag|trouwens|eigenlijk|dan)\W+)*{_QUESTION_START}",
    re.IGNORECASE,
)
_ASKS_AT_THE_END = re.compile(r"\b(?:klopt|kan|mag|is) (?:dat|da|het|t)\W*$", re.IGNORECASE)
_ALONE = re.compile(r"(?:en\s+)?(?:hoeveel|hoelang|wanneer|waarom)", re.IGNORECASE)
MIN_WORDS = 2
MAX_CLAUSES = 6


def split_clauses(text: str) -> list[str]:
    """Return a message's clauses in order; one clause for a simple message.

    A comma or "en" splits only before a word that can start a question, so that a list
    ("kramp, moe en duizelig") stays together.
    """
    clauses: list[str] = []
    for sentence in _SENTENCES.split(text):
        start = 0
        for joint in _JOINTS.finditer(sentence):
            left, right = sentence[start : joint.start()], sentence[joint.end() :]
            if _long_enough(left) and _long_enough(right):
                clauses.append(left)
                start = joint.end()
        clauses.append(sentence[start:])
    stripped = [clause.strip(" .,;!") for clause in clauses]
    return [clause for clause in stripped if clause][:MAX_CLAUSES] or [text]


def several_clauses(text: str) -> list[str]:
    """Return a message's clauses; none if it has only one, which is the message itself."""
    clauses = split_clauses(text)
    return clauses if len(clauses) > 1 else []


def asks_something(clause: str) -> bool:
    """Tell whether a clause reads as a question rather than as part of a story."""
    return (
        "?" in clause
        or bool(_STARTS_AS_QUESTION.match(clause.strip()))
        or bool(_ASKS_AT_THE_END.search(clause))
    )


def _long_enough(part: str) -> bool:
    return len(part.split()) >= MIN_WORDS or bool(_ALONE.fullmatch(part.strip()))
