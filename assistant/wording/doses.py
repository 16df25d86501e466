"""Amounts of magnesium in a text, and the warning that belongs with large ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import Finding
from assistant.replies.render import fill, number_text
from assistant.wording.rendered import Rendered
from assistant.wording.sentences import Phrases, sentences

_NUMBER = r"\d+(?:[.,]\d+)*"
_AMOUNT = re.compile(
    rf"({_NUMBER})(?:\s*(?:[-–—]|à|tot|of|en)\s*({_NUMBER}))?\s*"
    r"(mg|milligram|milligrammen|g|gr|gram)\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def amounts_mg(text: str) -> list[float]:
    """Return every amount in a text in milligrams, both ends of a range."""
    found = []
    for low, high, unit in _AMOUNT.findall(text):
        factor = 1 if unit.lower().startswith("m") else 1000
        found += [_value(number) * factor for number in (low, high) if number]
    return found


class DoseRules:
    """A supplement dose above the upper level never goes without its warning."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the phrases that tell a total. Raises PatternError."""
        self._knowledge = knowledge
        self._counts_food = Phrases(knowledge.wording.counts_food)

    def of_reply(self, rendered: Rendered) -> Iterator[Finding]:
        """Check a reply; amounts that say they count food aren't supplement doses."""
        article = self._knowledge.article_of(rendered.topic_id or "")
        upper = article.limits.supplement_upper_level
        limit = number_text(upper.mg_per_day)
        warning = fill(upper.warning, amount=limit)
        text = rendered.reply.text
        if warning in text:
            return
        totals = self._totals(rendered.topic_id)
        for sentence in sentences(text):
            counts_food = any(self._counts_food.found(sentence))
            for amount in amounts_mg(sentence):
                if amount > upper.mg_per_day and not (counts_food and amount in totals):
                    yield (
                        rendered.file, rendered.path,
                        f"a supplement dose above {limit} mg without its warning",
                        "write {limit_warning} after the dose, or say that food is counted",
                    )  # fmt: skip
                    return

    def _totals(self, topic_id: str | None) -> set[float]:
        topic = self._knowledge.topics.get(topic_id or "")
        doses = topic.facts.doses.values() if topic else ()
        return {end for dose in doses if dose.counts == "total" for end in (dose.low, dose.high)}


def _value(number: str) -> float:
    if _THOUSANDS.fullmatch(number):
        return float(number.replace(".", ""))
    return float(number.replace(".", "").replace(",", ".") if "," in number else number)
