"""With `claims: authorised`, nothing but authorised wording is said."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.knowledge.loader import Knowledge
from assistant.wording.claims import ClaimRules
from assistant.wording.rendered import Rendered, rendered_replies

# Regulation (EU) 432/2012, magnesium, written out here so that an edit of the knowledge shows.
REGISTER = (
    "draagt bij tot de vermindering van vermoeidheid en moeheid",
    "draagt bij tot de elektrolytenbalans",
    "draagt bij tot een normaal energieleverend metabolisme",
    "draagt bij tot de normale werking van het zenuwstelsel",
    "draagt bij tot de normale werking van de spieren",
    "draagt bij tot de normale eiwitsynthese",
    "draagt bij tot de normale psychologische functie",
    "draagt bij tot de instandhouding van normale botten",
    "draagt bij tot de instandhouding van normale tanden",
    "speelt een rol in het celdelingsproces",
)
CLAIM = re.compile(rf"magnesium (?:{'|'.join(REGISTER)})(?=[.,]| en magnesium )", re.IGNORECASE)
# What a claim about health would be made of; other words than the rules', on purpose.
SPEAKS_OF_AN_EFFECT = re.compile(
    r"\b(draagt|bijdra|helpt tegen|helpt spieren|ondersteun|verbeter|vermind|verlicht|ontspan|"
    r"genees|voorkom|behandel|goed voor|nodig voor|belangrijk voor|mild voor|werkt|bewijs|"
    r"onderzoek wijst|sterke|minder vaak|minder hevig|speelt een rol|normale)",
    re.IGNORECASE,
)
# Asks about the customer, claims nothing.
ASKS = "Heeft u hulp nodig voor uw gezondheid?"
# Topics whose article answer speaks of an effect of magnesium on the body.
WITH_EFFECT = {
    "spierkrampen", "botgezondheid", "hart", "diabetes", "bijwerkingen", "vormen",
    "migraine_werking", "combinaties", "wat_is_magnesium", "ziekten_voorkomen", "migraine_type",
}  # fmt: skip


@pytest.fixture(scope="module")
def replies(knowledge: Knowledge) -> list[Rendered]:
    return [item for item in rendered_replies(knowledge) if item.claims == "authorised"]


def test_every_topic_is_rendered(knowledge: Knowledge, replies: list[Rendered]) -> None:
    assert {item.topic_id for item in replies} - {None} == set(knowledge.topics)


def test_no_reply_speaks_of_an_effect_but_in_the_words_of_the_register(
    replies: list[Rendered],
) -> None:
    for item in replies:
        said = "\n".join([item.reply.text, *(button.title for button in item.reply.buttons)])
        rest = CLAIM.sub("", said).replace(ASKS, "")
        assert not SPEAKS_OF_AN_EFFECT.search(rest), (item.path, rest)


def test_the_source_line_makes_no_claim(knowledge: Knowledge, replies: list[Rendered]) -> None:
    for item in replies:
        for article in knowledge.articles.values():
            assert article.article.title not in item.reply.text
        if item.topic_id:
            assert "Bron: Topvitamine, artikel over magnesium, 2-12-2025." in item.reply.text


def test_the_articles_answers_would_be_refused(knowledge: Knowledge) -> None:
    articles = {
        name: article.copy(
            update={
                "topics": {
                    topic_id: topic.copy(update={"answer_authorised": topic.answer})
                    for topic_id, topic in article.topics.items()
                }
            }
        )
        for name, article in knowledge.articles.items()
    }
    swapped = replace(knowledge, articles=articles)
    rules = ClaimRules(swapped)
    refused = {
        item.topic_id
        for item in rendered_replies(swapped)
        if item.claims == "authorised" and item.topic_id and any(rules.of_reply(item))
    }
    assert refused >= WITH_EFFECT
