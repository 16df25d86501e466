"""The rules for what the chat on the website says: placeholders, topics and anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, nearest
from assistant.replies.render import UnknownPlaceholder, fill

_FILE = "web.yml"


def check_web(knowledge: Knowledge, known_topics: Iterable[str]) -> Iterator[
    tuple[str, FieldPath, str, str]
]:  # fmt: skip
    """Yield what is wrong in ``web.yml`` or in an article's address."""
    for path, template, values in _templates(knowledge):
        try:
            fill(template, **values)
        except UnknownPlaceholder as error:
            yield _FILE, path, str(error), error.fix
    known = set(known_topics)
    for index, topic in enumerate(knowledge.web.welcome.suggestions):
        if topic not in known:
            path = ("welcome", "suggestions", index)
            yield _FILE, path, f"unknown topic '{topic}'", nearest(topic, known)
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
