"""Stores a request together with what is to be sent of it, and passes on what is said later."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from assistant.handoff.request import HandoverRequest, as_data
from assistant.outbox.enqueue import enqueue
from assistant.storage import handovers


def hand_over(
    connection: Connection, request: HandoverRequest, kinds: Iterable[str], *, now: float
) -> bool:
    """Store a request and its deliveries in the caller's transaction; False if it is known."""
    data = as_data(request)
    if not handovers.add(connection, request.id, request.conversation, data, now=now):
        return False
    for kind in kinds:
        enqueue_request(connection, request.id, request.conversation, kind)
    return True


def enqueue_request(connection: Connection, handover: str, conversation: str, kind: str) -> bool:
    """Have a stored request delivered in one way; False if it was enqueued before."""
    key = delivery_key(handover, kind)
    return enqueue(connection, kind, handover, key, conversation, {"handover": handover})


def pass_on(
    connection: Connection,
    takeover: handovers.Takeover,
    message_id: str,
    text: str,
    kinds: Iterable[str],
) -> None:
    """Have a customer's message delivered to the person who took over."""
    for kind in kinds:
        enqueue(
            connection, kind, takeover.handover, f"{kind}:message:{message_id}",
            takeover.conversation, {"handover": takeover.handover, "text": text},
        )  # fmt: skip


def delivery_key(handover: str, kind: str) -> str:
    """Return the key by which a receiver knows a request that comes twice."""
    return f"{kind}:request:{handover}"
