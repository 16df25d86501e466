"""Puts something into the outbox."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy.engine import Connection

from assistant.storage.outbox import put_in_outbox


def enqueue(
    connection: Connection,
    kind: str,
    order_key: str,
    idempotency_key: str,
    conversation: str,
    payload: dict[str, Any],
) -> bool:
    """Store something to be sent, within the caller's transaction.

    ``kind`` names who delivers it, ``payload`` is JSON-ready data for them. Items of a kind with
    the same ``order_key`` are delivered one after another, in the order stored. A second item
    with the same ``idempotency_key`` isn't stored: then False.
    """
    now = time.time()
    return put_in_outbox(
        connection, kind, order_key, idempotency_key, conversation, payload, now=now
    )
