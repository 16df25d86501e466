"""Makes the links that go with a reply: its source, a product page, telephone numbers."""

from __future__ import annotations

import re

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import Article
from assistant.replies.render import fill
from assistant.replies.reply import Link, LinkRole

_NUMBER_PLACEHOLDER = re.compile(r"\{number\.(\w+)\}")


def source_links(knowledge: Knowledge, article: Article, section: str) -> tuple[Link, ...]:
    """Link to a section of an article; nothing for an article without an address."""
    if not article.address:
        return ()
    anchor = article.anchors.get(section)
    title = fill(
        knowledge.web.links.source,
        publisher=article.publisher,
        # A section's title may link magnesium to illness.
        section=article.title_authorised
        if knowledge.claims == "authorised"
        else article.sections[section],
    )
    url = f"{article.address}#{anchor}" if anchor else article.address
    return (Link(title, url, LinkRole.SOURCE),)


def product_links(knowledge: Knowledge, collection: str | None) -> tuple[Link, ...]:
    """Link to a collection of the shop; nothing without one."""
    if not collection:
        return ()
    title = fill(knowledge.web.links.product, collection=collection, shop=knowledge.shop.name)
    return (Link(title, knowledge.shop.collections[collection], LinkRole.PRODUCT),)


def phone_links(knowledge: Knowledge, template: str) -> tuple[Link, ...]:
    """Link to every telephone number that a text names, in the text's order."""
    numbers = {number.id: number for number in knowledge.shop.emergency_numbers}
    named = dict.fromkeys(_NUMBER_PLACEHOLDER.findall(template))
    return tuple(
        Link(
            fill(knowledge.web.links.phone, number=number.number, name=number.name),
            f"tel:{re.sub('[^0-9+]', '', number.number)}",
            LinkRole.PHONE,
        )
        for number in (numbers[number_id] for number_id in named)
    )
