"""Every reply that the knowledge can give, as a customer reads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import get_args

from assistant.handoff.replies import HandoverComposer
from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import ClaimsMode, TalkLine
from assistant.knowledge.problems import FieldPath
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply


@dataclass(frozen=True)
class Rendered:
    """A reply and the field that holds its main text.

    ``topic_id`` is set for answers; ``after_risk`` tells that a risk was mentioned before.
    """

    file: str
    path: FieldPath
    reply: Reply
    claims: ClaimsMode
    topic_id: str | None = None
    after_risk: bool = False


def rendered_replies(knowledge: Knowledge) -> Iterator[Rendered]:
    """Yield every reply in both claims modes.

    Answers come as often as they differ, where they may follow a risk also after each one
    and each two of them; referrals with each class of medicine. The knowledge must be free
    of structural errors.
    """
    for claims in get_args(ClaimsMode):
        composer = Composer(replace(knowledge, claims=claims))
        yield from _answers(composer, claims)
        yield from _safety_replies(composer, claims)
        yield from _about_known_risks(composer, claims)
        yield from _handover(composer, claims)
        for line_id, line in knowledge.talk:
            if isinstance(line, TalkLine):
                yield Rendered("talk.yml", (line_id, "text"), composer.talk(line_id), claims)


def _answers(composer: Composer, claims: ClaimsMode) -> Iterator[Rendered]:
    kinds = tuple(composer.knowledge.safety.risk_names)
    for name, article in composer.knowledge.articles.items():
        for topic_id, topic in article.topics.items():
            mentioned: list[tuple[str, ...]] = [()]
            if composer.is_harmless(topic_id):
                mentioned += [*combinations(kinds, 1), *combinations(kinds, 2)]
            fields: list[FieldPath] = [("answer_authorised",)]
            if claims == "article":
                variants = [("variants", index) for index in range(len(topic.variants))]
                fields = [("answer",), *variants, ("answer_short",)]
            for times_before, field in enumerate(fields):
                for risks in mentioned:
                    reply = composer.answer(topic_id, times_before=times_before, reminder_of=risks)
                    path: FieldPath = ("topics", topic_id, *field)
                    yield Rendered(name, path, reply, claims, topic_id, bool(risks))


def _safety_replies(composer: Composer, claims: ClaimsMode) -> Iterator[Rendered]:
    knowledge = composer.knowledge
    for sort in knowledge.safety.emergencies:
        path: FieldPath = ("emergencies", sort, "text")
        yield Rendered("safety.yml", path, composer.emergency(sort), claims)
    classes = [entry.name for entry in knowledge.medicines.classes.values()]
    for kind, referral in knowledge.safety.referrals.items():
        named = [[], *([name] for name in classes if referral.class_sentence)]
        for names in named:
            reply = composer.referrals({kind: names})[0]
            yield Rendered("safety.yml", ("referrals", kind, "text"), reply, claims)


def _about_known_risks(composer: Composer, claims: ClaimsMode) -> Iterator[Rendered]:
    kinds = tuple(composer.knowledge.safety.risk_names)
    for risks in [*combinations(kinds, 1), *combinations(kinds, 2)]:
        yield Rendered("safety.yml", ("recall",), composer.recall(risks), claims)
    for gone, kept in permutations(kinds, 2):
        reply = composer.taken_back([gone], [kept])
        yield Rendered("safety.yml", ("partly_taken_back",), reply, claims)


def _handover(composer: Composer, claims: ClaimsMode) -> Iterator[Rendered]:
    says = HandoverComposer(composer.knowledge, composer)
    for reply in says.every_reply():
        yield Rendered("handover.yml", (), reply, claims)


def may_not_advise(rendered: Rendered) -> bool:
    """Tell whether a reply is one that may only say whom to ask."""
    return rendered.reply.kind in (Kind.REFERRAL, Kind.EMERGENCY)
