"""Applies every wording rule to every text that a customer can see."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import Finding
from assistant.wording.buttons import check_buttons
from assistant.wording.claims import ClaimRules
from assistant.wording.doses import DoseRules
from assistant.wording.plain_dutch import PlainDutchRules
from assistant.wording.referrals import ReferralRules
from assistant.wording.rendered import rendered_replies
from assistant.wording.written import written_texts


def check_written(knowledge: Knowledge) -> Iterator[Finding]:
    """Check the texts as they stand in the files. Raises PatternError for a wrong rule."""
    claims, plain_dutch = ClaimRules(knowledge), PlainDutchRules(knowledge)
    for written in written_texts(knowledge):
        yield from claims.of_written(written)
        yield from plain_dutch.of_written(written)
    yield from check_buttons(knowledge)


def check_replies(knowledge: Knowledge) -> Iterator[Finding]:
    """Check every reply as it is said; the knowledge must be free of structural errors."""
    rules = (
        ClaimRules(knowledge),
        DoseRules(knowledge),
        ReferralRules(knowledge),
        PlainDutchRules(knowledge),
    )
    for rendered in rendered_replies(knowledge):
        for rule in rules:
            yield from rule.of_reply(rendered)
