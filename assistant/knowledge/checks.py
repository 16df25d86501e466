"""The rules that every knowledge text must keep; each finding says where and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import ArticleKnowledge, Topic
from assistant.knowledge.problems import FieldPath, nearest
from assistant.replies.render import Names, UnknownPlaceholder, fill, number_text, render
from assistant.safety.patterns import PatternError, compile_patterns
from assistant.topics import (
    EMERGENCY_SORTS,
    GENERAL_EMERGENCY,
    NOT_ANSWERED_TOPICS,
    RISK_KINDS,
)

Finding = tuple[str, FieldPath, str, str]

_NUMBER = re.compile(r"(?<![\w.,-])[-−]?\d+(?:[.,]\d+)?(?!\w)")
_MILLIGRAMS = re.compile(r"\d+(?:[.,]\d+)?(?:\s*[-–]\s*\d+)?\s*mg\b", re.IGNORECASE)
_ADVICE = re.compile(r"\b(stop|ja,? dat kan|veilig)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_RISKS_NEEDED = set(RISK_KINDS)
_FOLLOW_UP_LISTS = (
    "politeness",
    "yes",
    "no",
    "corrections",
    "refers_back",
    "taken_back",
    "not_taken_back",
)


def check(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield every rule that the knowledge breaks, as file, field path, message and fix."""
    yield from _duplicate_topics(knowledge)
    for name, article in knowledge.articles.items():
        yield from _article(name, article, knowledge)
    yield from _safety(knowledge)
    yield from _talk(knowledge)
    yield from _risks(knowledge)
    yield from _follow_ups(knowledge)


def known_topics(knowledge: Knowledge) -> set[str]:
    """Return every topic id that a quick reply may lead to."""
    return {*knowledge.topics, *NOT_ANSWERED_TOPICS}


def _duplicate_topics(knowledge: Knowledge) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name, article in knowledge.articles.items():
        for topic_id in article.topics:
            if topic_id in seen or topic_id in NOT_ANSWERED_TOPICS:
                where = seen.get(topic_id, "the fixed refer and talk topics")
                yield (
                    name, ("topics", topic_id), f"topic id is also in {where}",
                    "choose another id",
                )  # fmt: skip
            seen[topic_id] = name


def _article(name: str, article: ArticleKnowledge, knowledge: Knowledge) -> Iterator[Finding]:
    for topic_id, topic in article.topics.items():
        path: FieldPath = ("topics", topic_id)
        yield from _references(name, path, topic, article, knowledge)
        texts: list[tuple[FieldPath, str]] = [
            ((*path, "answer"), topic.answer),
            ((*path, "answer_short"), topic.answer_short),
            ((*path, "answer_authorised"), topic.answer_authorised),
        ]
        texts += [((*path, "variants", i), text) for i, text in enumerate(topic.variants)]
        for text_path, template in texts:
            try:
                text = render(template, topic, article, knowledge.shop)
            except UnknownPlaceholder as error:
                yield name, text_path, str(error), error.fix
                continue
            yield from _wording(name, text_path, text, knowledge)
            yield from _numbers(name, text_path, text, topic, article)
            yield from _dose_warning(name, text_path, template, text, topic, article)
        if topic.evidence and "{evidence}" not in topic.answer:
            yield (
                name, (*path, "answer"), "the evidence clause is not in the answer",
                "write {evidence} where the clause belongs",
            )  # fmt: skip


def _references(
    name: str,
    path: FieldPath,
    topic: Topic,
    article: ArticleKnowledge,
    knowledge: Knowledge,
) -> Iterator[Finding]:
    sections = article.article.sections
    facts = topic.facts
    cited = [((*path, "section"), topic.section)]
    groups = {"doses": facts.doses, "lists": facts.lists, "figures": facts.figures}
    for group, entries in groups.items():
        for key, fact in entries.items():  # type: ignore[attr-defined]
            cited.append(((*path, "facts", group, key, "section"), fact.section))
    for section_path, section in cited:
        if section not in sections:
            fix = nearest(section, sections)
            yield name, section_path, f"source section '{section}' doesn't exist", fix
    known = known_topics(knowledge)
    for index, followup in enumerate(topic.followups):
        if followup not in known:
            yield (
                name, (*path, "followups", index), f"unknown topic '{followup}'",
                nearest(followup, known),
            )  # fmt: skip
    for index, claim in enumerate(topic.claim):
        if claim not in article.claims:
            yield (
                name, (*path, "claim", index), f"unknown claim '{claim}'",
                nearest(claim, article.claims),
            )  # fmt: skip
    if topic.collection and topic.collection not in knowledge.shop.collections:
        yield (
            name, (*path, "collection"), f"unknown collection '{topic.collection}'",
            nearest(topic.collection, knowledge.shop.collections),
        )  # fmt: skip
    for key, dose in facts.doses.items():
        if dose.low > dose.high or dose.low <= 0:
            yield (
                name, (*path, "facts", "doses", key), "low is above high or not above 0",
                "write the smaller amount as low",
            )  # fmt: skip


def _wording(name: str, path: FieldPath, text: str, knowledge: Knowledge) -> Iterator[Finding]:
    rules = knowledge.wording
    words = text.split()
    if len(words) > rules.max_answer_words:
        yield (
            name, path, f"too long: {len(words)} words",
            f"write at most {rules.max_answer_words} words",
        )  # fmt: skip
    longest = max((len(part.split()) for part in _SENTENCE_END.split(text)), default=0)
    if longest > rules.max_sentence_words:
        yield (
            name, path, f"a sentence has {longest} words",
            f"write sentences of at most {rules.max_sentence_words} words",
        )  # fmt: skip
    lowered = text.lower()
    for word in rules.forbidden:
        if re.search(rf"\b{re.escape(word)}\b", lowered):
            yield (
                name, path, f"'{word}' is a claim that a shop may not make",
                "write 'kan bijdragen aan' or 'onderzoek wijst erop'",
            )  # fmt: skip
    for word in rules.informal:
        if re.search(rf"\b{re.escape(word)}\b", lowered):
            yield name, path, f"'{word}' isn't the u-form", "address the customer as 'u'"


def _numbers(
    name: str, path: FieldPath, text: str, topic: Topic, article: ArticleKnowledge
) -> Iterator[Finding]:
    for term in article.names_with_digits:
        text = re.sub(re.escape(term), "", text, flags=re.IGNORECASE)
    for url in re.findall(r"https?://\S+", text):
        text = text.replace(url, "")
    facts = topic.facts
    allowed = {dose.low for dose in facts.doses.values()}
    allowed |= {dose.high for dose in facts.doses.values()}
    allowed |= {figure.value for figure in facts.figures.values()}
    allowed |= {limit["mg_per_day"] for limit in article.limits.dict().values()}
    if topic.evidence:
        allowed |= {abs(figure) for figure in topic.evidence.figures}
    known = {number_text(number) for number in allowed}
    for match in _NUMBER.findall(re.sub(r"(?<=\d)[-–](?=\d)", " ", text)):
        if match.lstrip("-−") not in known:
            yield (
                name, path, f"the number {match} is not in this topic's facts",
                "add it to facts with its section and use a placeholder, or remove it",
            )  # fmt: skip


def _dose_warning(
    name: str,
    path: FieldPath,
    template: str,
    text: str,
    topic: Topic,
    article: ArticleKnowledge,
) -> Iterator[Finding]:
    limit = article.limits.supplement_upper_level.mg_per_day
    above = {
        number_text(amount)
        for dose in topic.facts.doses.values()
        if dose.counts == "supplement"
        for amount in (dose.low, dose.high)
        if amount > limit
    }
    mentioned = set(re.findall(r"\d+(?:,\d+)?", " ".join(_MILLIGRAMS.findall(text))))
    if above & mentioned and "{limit_warning}" not in template:
        yield (
            name, path, f"a supplement dose above {number_text(limit)} mg without its warning",
            "write {limit_warning} after the dose",
        )  # fmt: skip


def _safety(knowledge: Knowledge) -> Iterator[Finding]:
    name = "safety.yml"
    numbers = {number.id: number.number for number in knowledge.shop.emergency_numbers}
    for sort in (*EMERGENCY_SORTS, GENERAL_EMERGENCY):
        if sort not in knowledge.safety.emergencies:
            yield name, ("emergencies",), f"'{sort}' is missing", f"add '{sort}:' here"
    for kind in sorted(_RISKS_NEEDED - set(knowledge.safety.referrals)):
        yield name, ("referrals",), f"'{kind}' is missing", f"add '{kind}:' here"
    for sort, emergency in knowledge.safety.emergencies.items():
        path: FieldPath = ("emergencies", sort, "text")
        yield from _safety_text(name, path, emergency.text, knowledge, numbers)
        if "{number.ambulance}" not in emergency.text:
            yield name, path, "112 is not named", "write {number.ambulance} in the text"
    for kind, referral in knowledge.safety.referrals.items():
        path = ("referrals", kind, "text")
        yield from _safety_text(name, path, referral.text, knowledge, numbers)
        if "{professional}" not in referral.text:
            yield name, path, "nobody is named to go to", "write {professional} in the text"
        if kind not in knowledge.shop.professionals:
            yield (
                "shop.yml", ("professionals",), f"nobody is named for '{kind}'",
                f"add '{kind}:' here",
            )  # fmt: skip
        for index, followup in enumerate(referral.followups):
            if followup not in known_topics(knowledge):
                yield (
                    name, ("referrals", kind, "followups", index),
                    f"unknown topic '{followup}'",
                    nearest(followup, known_topics(knowledge)),
                )  # fmt: skip
    for index, topic_id in enumerate(knowledge.safety.harmless_topics):
        if topic_id not in knowledge.topics:
            yield (
                name, ("harmless_topics", index), f"unknown topic '{topic_id}'",
                nearest(topic_id, knowledge.topics),
            )  # fmt: skip


def _safety_text(
    name: str, path: FieldPath, template: str, knowledge: Knowledge, numbers: dict[str, str]
) -> Iterator[Finding]:
    try:
        text = fill(
            template,
            number=Names("number", numbers),
            professional="uw huisarts",
            class_sentence="",
        )
    except UnknownPlaceholder as error:
        yield name, path, str(error), error.fix
        return
    yield from _wording(name, path, text, knowledge)
    if _MILLIGRAMS.search(text):
        yield name, path, "a referral may not name a dose", "leave the amount out"
    if _ADVICE.search(text):
        yield name, path, "a referral may not advise", "only say whom to ask"


def _talk(knowledge: Knowledge) -> Iterator[Finding]:
    known = known_topics(knowledge)
    for line_id, line in knowledge.talk.dict().items():
        if not isinstance(line, dict) or "text" not in line:
            continue
        try:
            text = fill(
                line["text"], shop="", office_hours="", email="", contact_page="", topics="",
                max_characters=1,
            )  # fmt: skip
        except UnknownPlaceholder as error:
            yield "talk.yml", (line_id, "text"), str(error), error.fix
            continue
        yield from _wording("talk.yml", (line_id, "text"), text, knowledge)
        for index, followup in enumerate(line["followups"]):
            if followup not in known:
                yield (
                    "talk.yml", (line_id, "followups", index),
                    f"unknown topic '{followup}'", nearest(followup, known),
                )  # fmt: skip


def _risks(knowledge: Knowledge) -> Iterator[Finding]:
    groups = {"kinds": knowledge.risks.kinds, "emergencies": knowledge.risks.emergencies}
    for group, entries in groups.items():
        for kind, patterns in entries.items():
            for key, expressions in patterns.dict().items():
                yield from _patterns(
                    "risks.yml", (group, kind, key), expressions, knowledge.risks.groups
                )
    for key in ("contrast", "past", "still"):
        expressions = getattr(knowledge.risks.scope, key)
        yield from _patterns("risks.yml", ("scope", key), expressions, knowledge.risks.groups)
    for kind in sorted(_RISKS_NEEDED - {"medicatie"} - set(knowledge.risks.kinds)):
        yield "risks.yml", ("kinds",), f"'{kind}' is missing", f"add '{kind}:' here"
    for sort in EMERGENCY_SORTS:
        if sort not in knowledge.risks.emergencies:
            yield "risks.yml", ("emergencies",), f"'{sort}' is missing", f"add '{sort}:'"


def _follow_ups(knowledge: Knowledge) -> Iterator[Finding]:
    name, words = "follow_ups.yml", knowledge.follow_ups
    again = words.same_again.dict().items()
    lists: list[tuple[FieldPath, list[str]]] = [
        *((("positions", key), patterns) for key, patterns in words.positions.items()),
        *(((key,), getattr(words, key)) for key in _FOLLOW_UP_LISTS),
        *((("same_again", key), patterns) for key, patterns in again),
    ]
    topics: list[tuple[FieldPath, str]] = [
        (("vague_topics", index), topic) for index, topic in enumerate(words.vague_topics)
    ]
    for number, rule in enumerate(words.carry_over):
        lists += [(("carry_over", number, key), getattr(rule, key)) for key in ("cues", "unless")]
        topics.append((("carry_over", number, "meant"), rule.meant))
        for key in ("after", "heard"):
            names = enumerate(getattr(rule, key))
            topics += [(("carry_over", number, key, index), topic) for index, topic in names]
    for path, patterns in lists:
        yield from _patterns(name, path, patterns)
    for path, topic in topics:
        if topic not in knowledge.topics:
            fix = nearest(topic, knowledge.topics)
            yield name, path, f"unknown topic '{topic}'", fix


def _patterns(
    name: str,
    path: FieldPath,
    patterns: Iterable[str],
    groups: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Finding]:
    for index, pattern in enumerate(patterns):
        try:
            compile_patterns([pattern], groups)
        except PatternError as error:
            yield name, (*path, index), str(error), error.fix
