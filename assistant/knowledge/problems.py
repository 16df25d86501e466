"""Problems in a knowledge file: where they are and how to mend them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FieldPath = tuple[str | int, ...]
# What a rule found: file, field, message and fix.
Finding = tuple[str, FieldPath, str, str]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong; ``line`` counts from 1."""

    file: str
    line: int
    field: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}. Fix: {self.fix}"


class KnowledgeError(Exception):
    """The knowledge files break a rule; ``problems`` says which."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take every problem that was found."""
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name was probably meant, or list what there is."""
    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else f"use one of: {', '.join(known)}"


def line_of(document: object, path: FieldPath) -> int:
    """Return the line (from 1) of a field in a document that ruamel.yaml loaded.

    A field that doesn't exist gets the line of the nearest parent that does.
    """
    line = 1
    for key in path:
        positions = getattr(document, "lc", None)
        try:
            line = positions.data[key][0] + 1  # type: ignore[union-attr]
            document = document[key]  # type: ignore[index]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


def relative_name(path: Path) -> str:
    """Name a file the way the editor sees it: folder and name."""
    return f"{path.parent.name}/{path.name}"
