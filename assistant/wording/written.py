"""Every text in the knowledge files that a customer can see, with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.knowledge.loader import SHARED_FILES, Knowledge
from assistant.knowledge.messengers import DeleteLine, MessengerWelcome, StopLine
from assistant.knowledge.model import (
    Article,
    ArticleKnowledge,
    Claims,
    Dose,
    EmergencyNumber,
    Evidence,
    FactList,
    Facts,
    Figure,
    FollowUps,
    Handover,
    Limit,
    MedicineClass,
    Medicines,
    Referral,
    Risks,
    Safety,
    Shop,
    Suggestion,
    Talk,
    TalkLine,
    Topic,
    UpperLevel,
    Wording,
)
from assistant.knowledge.problems import FieldPath

# Everything is read unless it stands here, so that a new field or file can't be forgotten:
# ids, units and references, what the assistant listens for, and what isn't Dutch.
_NEVER_SAID: dict[type[BaseModel], frozenset[str]] = {
    Article: frozenset({"language", "address", "anchors"}),
    ArticleKnowledge: frozenset({"names_with_digits"}),
    Topic: frozenset({"question", "section", "claim", "followups", "collection"}),
    Facts: frozenset({"studies", "forms"}),
    Dose: frozenset({"unit", "for_", "counts", "section"}),
    FactList: frozenset({"section"}),
    Figure: frozenset({"unit", "for_", "section"}),
    Evidence: frozenset({"reference"}),
    UpperLevel: frozenset({"counts", "reference"}),
    Limit: frozenset({"counts", "reference"}),
    Shop: frozenset({"countries", "website", "claims", "opening"}),
    Handover: frozenset({"words"}),
    EmergencyNumber: frozenset({"id", "country"}),
    Referral: frozenset({"topic", "question", "section", "followups"}),
    Safety: frozenset({"harmless_topics"}),
    Talk: frozenset({"foreign_language"}),
    TalkLine: frozenset({"followups"}),
    Suggestion: frozenset({"topic"}),
    MessengerWelcome: frozenset({"suggestions"}),
    StopLine: frozenset({"words"}),
    DeleteLine: frozenset({"words"}),
    Medicines: frozenset({"treatments", "general", "lookalikes", "not_meant", "harmless"}),
    MedicineClass: frozenset({"stems", "generics", "brands", "words"}),
}
_NEVER_SAID_AT_ALL = (Risks, FollowUps, Wording, Claims)


@dataclass(frozen=True)
class Written:
    """A text as it stands in a file, placeholders included."""

    file: str
    path: FieldPath
    text: str


def written_texts(knowledge: Knowledge) -> Iterator[Written]:
    """Yield every text that can reach a customer, file by file."""
    for name, article in knowledge.articles.items():
        yield from _texts(name, (), article)
    parts = [part for part in vars(knowledge).values() if isinstance(part, BaseModel)]
    for name, model in SHARED_FILES.items():
        for part in parts:
            if isinstance(part, model) and not isinstance(part, _NEVER_SAID_AT_ALL):
                yield from _texts(name, (), part)


def _texts(file: str, path: FieldPath, value: object) -> Iterator[Written]:
    if isinstance(value, str):
        yield Written(file, path, value)
    elif isinstance(value, BaseModel):
        never = _NEVER_SAID.get(type(value), frozenset())
        for name, field in value.__fields__.items():
            if name not in never:
                yield from _texts(file, (*path, field.alias), getattr(value, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(file, (*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(file, (*path, index), item)
