"""Reads the request that an outbox item is about."""

from __future__ import annotations

from assistant.handoff.request import HandoverRequest, Said
from assistant.storage.database import database, database_url
from assistant.storage.handovers import StoredHandover, find
from assistant.storage.outbox import Item
from assistant.storage.transaction import in_transaction


async def stored_handover(item: Item) -> StoredHandover | None:
    """Return what is stored of an item's request; None once it was erased."""
    return await in_transaction(database(database_url()), find, item.payload["handover"])


async def stored_request(item: Item) -> HandoverRequest | None:
    """Return an item's request; None once it was erased."""
    stored = await stored_handover(item)
    return request_from(stored) if stored else None


def request_from(stored: StoredHandover) -> HandoverRequest:
    """Return the request that was stored."""
    content = stored.content
    return HandoverRequest(
        id=stored.id,
        conversation=stored.conversation,
        name=content["name"],
        contact=content["contact"],
        question=content["question"],
        country=content["country"],
        risks=tuple(content["risks"]),
        messages=tuple(Said(said["by"], said["text"]) for said in content["messages"]),
    )
