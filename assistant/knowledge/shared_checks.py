"""What the rules of every knowledge file share: placeholders and topics that exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from assistant.knowledge.problems import FieldPath, Finding, nearest
from assistant.replies.render import UnknownPlaceholder, fill


def unknown_placeholders(
    file: str, path: FieldPath, template: str, **values: object
) -> Iterator[Finding]:
    """Yield what keeps a text from being filled in; ``values`` are the names that it may use."""
    try:
        fill(template, **values)
    except UnknownPlaceholder as error:
        yield file, path, str(error), error.fix


def unknown_topics(
    file: str, path: FieldPath, topics: Sequence[str], known: Collection[str]
) -> Iterator[Finding]:
    """Yield each topic of the list at ``path`` that isn't known."""
    for index, topic in enumerate(topics):
        if topic not in known:
            yield file, (*path, index), f"unknown topic '{topic}'", nearest(topic, known)
