"""What the safety gate finds in a message."""

from __future__ import annotations

from dataclasses import dataclass

RULES = "rules"
CLASSIFIER = "classifier"


@dataclass(frozen=True)
class Finding:
    """A reason to refer.

    ``risk`` is a risk kind, or the sort of emergency when ``emergency`` is true;
    ``medicine_class`` is a class id from the lexicon; ``detector`` is RULES or
    CLASSIFIER. One that isn't ``lasting`` is a suspicion: it refers now, but the conversation
    doesn't remember it. A ``passing`` one rests on words that mostly mean nobody who takes
    anything: it holds unless the classifier is sure that nobody is at risk, and lasts unless it
    finds that more likely.
    """

    risk: str
    emergency: bool = False
    medicine_class: str | None = None
    detector: str = RULES
    lasting: bool = True
    passing: bool = False
