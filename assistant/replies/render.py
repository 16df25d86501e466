"""Fills the placeholders of knowledge texts with facts, so a number stands in one place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from assistant.knowledge.model import ArticleKnowledge, Dose, Shop, Topic
from assistant.knowledge.problems import nearest

_SPACES = re.compile(r"[^\S\n]+")


class UnknownPlaceholder(ValueError):
    """A text uses a placeholder that has no value; ``fix`` names the nearest one."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        """Take the unknown name and the names that exist."""
        self.fix = nearest(name, known) if known else "remove the placeholder"
        super().__init__(f"unknown placeholder '{name}'")


class Names:
    """A group of placeholder values, reachable as attributes: ``{dose.cramps}``."""

    def __init__(self, group: str, values: Mapping[str, str]) -> None:
        """Take the group's name, for messages, and its values by id."""
        self._group = group
        self._values = values

    def __getattr__(self, name: str) -> str:
        try:
            return self._values[name]
        except KeyError:
            raise UnknownPlaceholder(
                f"{self._group}.{name}",
                [f"{self._group}.{known}" for known in self._values],
            ) from None


def join_words(words: Sequence[str], last: str = "en") -> str:
    """Join words the Dutch way: ``a, b en c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def list_lines(items: Sequence[str]) -> str:
    """Write items as lines of a list, below the sentence that introduces them."""
    return "".join(f"\n- {item}" for item in items)


def date_text(date: datetime.date) -> str:
    """Write a date the Dutch way: ``2-12-2025``."""
    return f"{date.day}-{date.month}-{date.year}"


def number_text(value: float) -> str:
    """Write a number the Dutch way, without needless decimals."""
    return f"{value:g}".replace(".", ",")


def dose_text(dose: Dose) -> str:
    """Write a dose as ``200–400 mg per dag``."""
    low, high = number_text(dose.low), number_text(dose.high)
    return f"{low} mg per dag" if low == high else f"{low}–{high} mg per dag"


def fill(template: str, **values: object) -> str:
    """Fill a template's placeholders; only a value can bring line ends.

    Raises UnknownPlaceholder for a name without a value or for broken braces.
    """
    try:
        filled = " ".join(template.split()).format(**values)
    except KeyError as error:
        raise UnknownPlaceholder(str(error.args[0]), list(values)) from None
    except (ValueError, IndexError, AttributeError) as error:
        if isinstance(error, UnknownPlaceholder):
            raise
        raise UnknownPlaceholder(str(error), list(values)) from None
    return _SPACES.sub(" ", filled).replace(" \n", "\n").strip()


def topic_values(topic: Topic, article: ArticleKnowledge, shop: Shop) -> dict[str, object]:
    """Return every placeholder value that a topic's texts may use."""
    facts = topic.facts
    upper = article.limits.supplement_upper_level
    values: dict[str, object] = {
        "dose": Names("dose", {key: dose_text(dose) for key, dose in facts.doses.items()}),
        "list": Names("list", {key: join_words(items.items) for key, items in facts.lists.items()}),
        "figure": Names(
            "figure", {key: number_text(fact.value) for key, fact in facts.figures.items()}
        ),
        "claim": Names("claim", {key: _decapitalised(article, key) for key in topic.claim}),
        "limit": Names(
            "limit",
            {
                key: f"{number_text(limit['mg_per_day'])} mg per dag"
                for key, limit in article.limits.dict().items()
            },
        ),
        "limit_warning": fill(upper.warning, amount=number_text(upper.mg_per_day)),
        "evidence": topic.evidence.clause.strip() if topic.evidence else "",
    }
    if topic.collection:
        values["collection"] = shop.collections.get(topic.collection, "")
    return values


def render(template: str, topic: Topic, article: ArticleKnowledge, shop: Shop) -> str:
    """Fill one of a topic's texts and start every sentence with a capital."""
    text = fill(template, **topic_values(topic, article, shop))
    return capitalise_sentences(text)


def capitalise_sentences(text: str) -> str:
    """Start the text and every sentence in it with a capital letter."""
    pieces = text.split(". ")
    return ". ".join(piece[:1].upper() + piece[1:] for piece in pieces)


def _decapitalised(article: ArticleKnowledge, claim: str) -> str:
    text = article.claims.get(claim, "")
    return text[:1].lower() + text[1:]
