"""The rules for what the chat on the website says: placeholders, topics and anchors."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, Finding, nearest
from assistant.knowledge.shared_checks import unknown_placeholders, unknown_topics

_FILE = "web.yml"


def check_web(knowledge: Knowledge, known_topics: Collection[str]) -> Iterator[Finding]:
    """Yield what is wrong in ``web.yml`` or in an article's address."""
    for path, template, values in _templates(knowledge):
        yield from unknown_placeholders(_FILE, path, template, **values)
    suggestions = [each.topic for each in knowledge.web.welcome.suggestions]
    yield from unknown_topics(_FILE, ("welcome", "suggestions"), suggestions, known_topics)
    for name, part in knowledge.articles.items():
        sections = part.article.sections
        for section in part.article.anchors:
            if section not in sections:
                fix = nearest(section, sections)
                path = ("article", "anchors", section)
                yield name, path, f"source section '{section}' doesn't exist", fix


def _templates(knowledge: Knowledge) -> list[tuple[FieldPath, str, dict[str, str]]]:
    web = knowledge.web
    return [
        (("welcome", "text"), web.welcome.text, {"shop": "de winkel", "days": "7"}),
        (("links", "source"), web.links.source, {"publisher": "de winkel", "section": "deel"}),
        (("links", "product"), web.links.product, {"collection": "dit", "shop": "de winkel"}),
        (("links", "phone"), web.links.phone, {"number": "112", "name": "alarmnummer"}),
        (("viewed_product",), web.viewed_product, {"product": "dit product"}),
    ]
