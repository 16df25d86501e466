"""What stands on buttons: short enough for messengers, whole words, told apart."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import FieldPath, Finding
from assistant.safety.normalise import normalise

_Title = tuple[str, FieldPath, str]


def check_buttons(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield every button title that repeats another or isn't made of its title's words."""
    titles: list[_Title] = []
    short_titles: list[_Title] = []
    for file, group, entries in _entries(knowledge):
        for key, title, short_title in entries:
            place = (group, key)
            titles.append((file, (*place, "title"), title))
            short_titles.append((file, (*place, "short_title"), short_title))
            missing = set(normalise(short_title).split()) - set(normalise(title).split())
            if missing:
                yield (
                    file, (*place, "short_title"),
                    f"'{min(missing)}' is not a word of the title '{title}'",
                    "use whole words of the title",
                )  # fmt: skip
    person = ("talk.yml", ("mens_spreken_title",), knowledge.talk.mens_spreken_title)
    for group_of_titles in (titles, short_titles):
        yield from _repeated([*group_of_titles, person])


def _entries(
    knowledge: Knowledge,
) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    for name, article in knowledge.articles.items():
        topics = article.topics.items()
        yield name, "topics", [(key, item.title, item.short_title) for key, item in topics]
    referrals = knowledge.safety.referrals.items()
    yield (
        "safety.yml", "referrals",
        [(key, item.title, item.short_title) for key, item in referrals],
    )  # fmt: skip


def _repeated(titles: list[_Title]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for file, path, title in titles:
        words = normalise(title)
        if words in seen:
            yield file, path, f"{seen[words]} has the same title", "choose another title"
        seen.setdefault(words, ".".join(str(key) for key in path))
