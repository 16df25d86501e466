"""The rules for what is said in messengers: placeholders, topics and words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, Finding
from assistant.knowledge.shared_checks import unknown_placeholders, unknown_topics
from assistant.replies.render import Names
from assistant.safety.normalise import normalise

_FILE = "messengers.yml"


def check_messengers(knowledge: Knowledge, known_topics: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong in ``messengers.yml``."""
    for path, template, values in _templates(knowledge):
        yield from unknown_placeholders(_FILE, path, template, **values)
    suggestions = knowledge.messengers.welcome.suggestions
    yield from unknown_topics(_FILE, ("welcome", "suggestions"), suggestions, known_topics)
    yield from _words(knowledge)


def _words(knowledge: Knowledge) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for key in ("stop", "delete"):
        for index, word in enumerate(getattr(knowledge.messengers, key).words):
            path, words = (key, "words", index), normalise(word)
            if not words:
                yield _FILE, path, "holds no letter or figure", "write a word"
            elif words in seen:
                yield _FILE, path, f"stands under {seen[words]}, too", "remove one of the two"
            seen.setdefault(words, key)


def _templates(knowledge: Knowledge) -> list[tuple[FieldPath, str, dict[str, object]]]:
    words, shop = knowledge.messengers, knowledge.shop
    numbers = Names("number", {number.id: number.number for number in shop.emergency_numbers})
    templates: list[tuple[FieldPath, str, dict[str, object]]] = [
        (("welcome", "text"), words.welcome.text, {"shop": shop.name, "days": 30}),
        (("welcome", "ask"), words.welcome.ask, {}),
        (("stop", "text"), words.stop.text, {}),
        (("delete", "text"), words.delete.text, {"messenger": "Messenger"}),
        (("expired_button",), words.expired_button, {}),
        (("numbered",), words.numbered, {}),
        (("choose",), words.choose, {}),
    ]
    for sort, line in words.not_text:
        for number, text in line:
            templates.append((("not_text", sort, number), text, {"number": numbers}))
    return templates
