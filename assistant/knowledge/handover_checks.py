"""The rules for the hand-over form's texts: placeholders, patterns and buttons."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, Finding
from assistant.knowledge.shared_checks import unknown_placeholders
from assistant.safety.patterns import PatternError, compile_patterns

_FILE = "handover.yml"
_ANYWHERE = ("shop", "email")
_PLACEHOLDERS: dict[FieldPath, tuple[str, ...]] = {
    ("consent", "text"): ("summary",),
    ("consent", "question_with_risks"): ("risks",),
    ("refused",): ("office_hours",),
    ("answer_closed",): ("opening",),
    ("taken_over",): ("name",),
    ("ended",): ("name",),
    ("opening",): ("day", "date", "time"),
    ("mail", "subject"): ("reference",),
    ("mail", "risks"): ("risks",),
}


def check_handover(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield what is wrong in ``handover.yml``, or in the shop's hours."""
    texts = knowledge.handover.dict(exclude={"words"})
    for path, text in _texts((), texts):
        known = _PLACEHOLDERS.get(path, ()) + (("value",) if path[0] == "summary" else ())
        values = dict.fromkeys((*_ANYWHERE, *known), "")
        yield from unknown_placeholders(_FILE, path, text, **values)
    for path, text in _texts((), knowledge.handover.words.dict()):
        try:
            compile_patterns([text])
        except PatternError as error:
            yield _FILE, ("words", *path), str(error), "see how the others are written"
    for country in knowledge.shop.countries:
        for field in ("countries", "words.countries"):
            group = knowledge.handover.words if field.startswith("words") else knowledge.handover
            if country not in group.countries:
                path = tuple(field.split("."))
                yield _FILE, path, f"'{country}' is missing", f"add '{country}:' here"
    opening = knowledge.shop.opening
    if opening.from_ >= opening.until:
        fix = "write the earlier time as from"
        yield "shop.yml", ("opening", "from"), "opens after it closes", fix


def _texts(path: FieldPath, value: object) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts((*path, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts((*path, index), item)
