"""The rules that every knowledge text must keep; each finding says where and how to fix it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.knowledge.handover_checks import check_handover
from assistant.knowledge.loader import Knowledge
from assistant.knowledge.messenger_checks import check_messengers
from assistant.knowledge.model import ArticleKnowledge, Topic
from assistant.knowledge.problems import FieldPath, Finding, nearest
from assistant.knowledge.shared_checks import unknown_placeholders, unknown_topics
from assistant.knowledge.web_checks import check_web
from assistant.replies.render import Names, UnknownPlaceholder, fill, number_text, render
from assistant.safety.patterns import PatternError, compile_patterns
from assistant.topics import (
    EMERGENCY_SORTS,
    GENERAL_EMERGENCY,
    NOT_ANSWERED_TOPICS,
    RISK_KINDS,
)
from assistant.wording.check import check_replies, check_written

_NUMBER = re.compile(r"(?<![\w.,-])[-−]?\d+(?:[.,]\d+)?(?!\w)")
_RISKS_NEEDED = set(RISK_KINDS)
_FOLLOW_UP_LISTS = (
    "politeness",
    "yes",
    "no",
    "thanks",
    "corrections",
    "correcting",
    "refers_back",
    "taken_back",
    "not_taken_back",
    "everything_taken_back",
    "somebody_else",
    "still_holds",
)
_RULE_FILES = ("wording.yml", "claims.yml")


def check(knowledge: Knowledge) -> Iterator[Finding]:
    """Yield every rule that the knowledge breaks, as file, field path, message and fix.

    Replies can only be made, and read, once nothing else is wrong with the files.
    """
    structural = list(_structure(knowledge))
    yield from structural
    if any(name in _RULE_FILES for name, *_ in structural):
        return
    written = list(dict.fromkeys(check_written(knowledge)))
    yield from written
    if structural:
        return
    known = {message for _, _, message, _ in written}
    for finding in dict.fromkeys(check_replies(knowledge)):
        if finding[2] not in known:
            yield finding


def _structure(knowledge: Knowledge) -> Iterator[Finding]:
    yield from _duplicate_topics(knowledge)
    for name, article in knowledge.articles.items():
        yield from _article(name, article, knowledge)
    yield from _safety(knowledge)
    yield from _talk(knowledge)
    yield from _frames(knowledge)
    yield from _risks(knowledge)
    yield from _follow_ups(knowledge)
    yield from _wording_patterns(knowledge)
    yield from check_handover(knowledge)
    yield from check_web(knowledge, known_topics(knowledge))
    yield from check_messengers(knowledge, known_topics(knowledge))


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
            yield from _numbers(name, text_path, text, topic, article)
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
    yield from unknown_topics(name, (*path, "followups"), topic.followups, known)
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


def _safety(knowledge: Knowledge) -> Iterator[Finding]:
    name = "safety.yml"
    numbers = {number.id: number.number for number in knowledge.shop.emergency_numbers}
    for sort in (*EMERGENCY_SORTS, GENERAL_EMERGENCY):
        if sort not in knowledge.safety.emergencies:
            yield name, ("emergencies",), f"'{sort}' is missing", f"add '{sort}:' here"
    for kind in sorted(_RISKS_NEEDED - set(knowledge.safety.referrals)):
        yield name, ("referrals",), f"'{kind}' is missing", f"add '{kind}:' here"
    for field in ("risk_names", "recalled_as", "taking_back"):
        for kind in sorted(_RISKS_NEEDED - set(getattr(knowledge.safety, field))):
            yield name, (field,), f"'{kind}' is missing", f"add '{kind}:' here"
    for sort, emergency in knowledge.safety.emergencies.items():
        path: FieldPath = ("emergencies", sort, "text")
        yield from _safety_text(name, path, emergency.text, numbers)
        if "{number.ambulance}" not in emergency.text:
            yield name, path, "112 is not named", "write {number.ambulance} in the text"
    for kind, referral in knowledge.safety.referrals.items():
        path = ("referrals", kind, "text")
        yield from _safety_text(name, path, referral.text, numbers)
        if "{professional}" not in referral.text:
            yield name, path, "nobody is named to go to", "write {professional} in the text"
        if kind not in knowledge.shop.professionals:
            yield (
                "shop.yml", ("professionals",), f"nobody is named for '{kind}'",
                f"add '{kind}:' here",
            )  # fmt: skip
        sections = knowledge.article_of(referral.topic).article.sections
        if referral.section not in sections:
            yield (
                name, ("referrals", kind, "section"),
                f"source section '{referral.section}' doesn't exist",
                nearest(referral.section, sections),
            )  # fmt: skip
        path = ("referrals", kind, "followups")
        yield from unknown_topics(name, path, referral.followups, known_topics(knowledge))
    harmless = knowledge.safety.harmless_topics
    yield from unknown_topics(name, ("harmless_topics",), harmless, knowledge.topics)


def _safety_text(
    name: str, path: FieldPath, template: str, numbers: dict[str, str]
) -> Iterator[Finding]:
    names = Names("number", numbers)
    yield from unknown_placeholders(
        name, path, template, number=names, professional="uw huisarts", class_sentence=""
    )


def _talk(knowledge: Knowledge) -> Iterator[Finding]:
    known = known_topics(knowledge)
    for line_id, line in knowledge.talk.dict().items():
        if not isinstance(line, dict) or "text" not in line:
            continue
        try:
            fill(
                line["text"], shop="", office_hours="", email="", contact_page="", topics="",
                max_characters=1,
            )  # fmt: skip
        except UnknownPlaceholder as error:
            yield "talk.yml", (line_id, "text"), str(error), error.fix
            continue
        yield from unknown_topics("talk.yml", (line_id, "followups"), line["followups"], known)


def _frames(knowledge: Knowledge) -> Iterator[Finding]:
    """Check the sentences that go around other texts."""
    safety, talk = knowledge.safety, knowledge.talk
    source = ("publisher", "title")
    frames: list[tuple[str, FieldPath, str, tuple[str, ...]]] = [
        ("safety.yml", ("reminder",), safety.reminder, ("risks",)),
        ("safety.yml", ("recall",), safety.recall, ("risks",)),
        ("safety.yml", ("partly_taken_back",), safety.partly_taken_back, ("gone", "kept")),
        ("talk.yml", ("source_line",), talk.source_line, (*source, "section")),
        ("talk.yml", ("source_line_authorised",), talk.source_line_authorised, (*source, "date")),
    ]
    for kind, referral in safety.referrals.items():
        path: FieldPath = ("referrals", kind, "class_sentence")
        frames.append(("safety.yml", path, referral.class_sentence, ("classes",)))
    for name, path, template, placeholders in frames:
        values = dict.fromkeys(placeholders, "")
        yield from unknown_placeholders(name, path, template, **values)


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
    for frame, words in knowledge.risks.scope.frames.items():
        for key in ("message", "never", "near", "not_near"):
            place = ("scope", "frames", frame, key)
            yield from _patterns("risks.yml", place, getattr(words, key), knowledge.risks.groups)
    medicines = knowledge.medicines
    named = (
        (("general", "phrases"), medicines.general.phrases),
        (("treatments", "phrases"), medicines.treatments.phrases),
        (("not_meant",), medicines.not_meant),
        (("harmless",), medicines.harmless),
    )
    for path, expressions in named:
        yield from _patterns("medicines.yml", path, expressions, knowledge.risks.groups)
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
        *((("risk_words", key), patterns) for key, patterns in words.risk_words.items()),
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
    for kind in sorted(_RISKS_NEEDED - set(words.risk_words)):
        yield name, ("risk_words",), f"'{kind}' is missing", f"add '{kind}:' here"
    for path, patterns in lists:
        yield from _patterns(name, path, patterns)
    for _, _, message, fix in _patterns(name, (), [words.not_this]):
        yield name, ("not_this",), message, fix
    for path, topic in topics:
        if topic not in knowledge.topics:
            fix = nearest(topic, knowledge.topics)
            yield name, path, f"unknown topic '{topic}'", fix


def _wording_patterns(knowledge: Knowledge) -> Iterator[Finding]:
    wording, claims = knowledge.wording, knowledge.claim_rules
    yield from _patterns("wording.yml", ("informal",), wording.informal)
    yield from _patterns("wording.yml", ("counts_food",), wording.counts_food)
    for word in wording.difficult:
        for _, _, message, fix in _patterns("wording.yml", (), [word]):
            yield "wording.yml", ("difficult", word), message, fix
    for name, phrases in wording.never_with_a_risk:
        for key in ("patterns", "not_meant"):
            path: FieldPath = ("never_with_a_risk", name, key)
            yield from _patterns("wording.yml", path, getattr(phrases, key))
    for key in ("claim_words", "effect_words", "authorised_forms"):
        yield from _patterns("claims.yml", (key,), getattr(claims, key))


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
