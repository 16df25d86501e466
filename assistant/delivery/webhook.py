"""Posts a request for a person, and what the customer writes later, to a signed webhook."""

from __future__ import annotations

import json
import time
from typing import Any

from assistant.delivery.http import post
from assistant.delivery.stored import stored_handover
from assistant.handoff.settings import HandoverSettings
from assistant.handoff.signature import KEY_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from assistant.outbox.delivery import GiveUp
from assistant.storage.outbox import Item


class WebhookDelivery:
    """Delivers ``{"event": "requested" | "message", "handover": id, ...}`` as signed JSON."""

    def __init__(self, settings: HandoverSettings) -> None:
        """Take where to send, and the secret to sign with."""
        self._settings = settings

    async def deliver(self, item: Item) -> None:
        """Post an outbox item; returns once the other side has accepted it.

        Raises TryLater, or GiveUp when the other side will never take it.
        """
        content = await _content(item)
        if content is None:
            return
        if self._settings.webhook is None:
            raise GiveUp("no webhook is set any more")
        body = json.dumps(content, ensure_ascii=False).encode()
        timestamp = str(int(time.time()))
        headers = {
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: sign(self._settings.secret, timestamp, body),
            KEY_HEADER: item.idempotency_key,
        }
        await post(self._settings, self._settings.webhook, body, headers)


async def _content(item: Item) -> dict[str, Any] | None:
    if "text" in item.payload:
        return {"event": "message", **item.payload}
    stored = await stored_handover(item)
    return {"event": "requested", **stored.content} if stored else None
