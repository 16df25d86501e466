"""Opens a conversation in Chatwoot's API channel, and adds what the customer writes later."""

from __future__ import annotations

import json
from typing import Any

from assistant.brain import brain
from assistant.delivery.http import post
from assistant.delivery.stored import request_from, stored_handover
from assistant.handoff.request import summary
from assistant.handoff.settings import HandoverSettings
from assistant.outbox.delivery import GiveUp, TryLater
from assistant.storage.database import database, database_url
from assistant.storage.handovers import StoredHandover, keep_remote
from assistant.storage.outbox import Item
from assistant.storage.transaction import in_transaction


class ChatwootDelivery:
    """Delivers to an inbox; each step is remembered, so that a retry goes on where it stopped."""

    def __init__(self, settings: HandoverSettings) -> None:
        """Take the inbox' address: https://…/public/api/v1/inboxes/<identifier>."""
        self._settings = settings

    async def deliver(self, item: Item) -> None:
        """Post an outbox item; returns once Chatwoot has accepted it.

        Raises TryLater, or GiveUp when Chatwoot will never take it.
        """
        stored = await stored_handover(item)
        if stored is None:
            return
        source = await self._contact(stored)
        conversation = await self._conversation(stored, source)
        text = item.payload.get("text") or summary(request_from(stored), brain().composer.knowledge)
        # Chatwoot returns the echo id with the message, by which a doubled one can be told.
        await self._post(
            f"/contacts/{source}/conversations/{conversation}/messages",
            {"content": text, "echo_id": item.idempotency_key},
        )

    async def _contact(self, stored: StoredHandover) -> str:
        if "source" not in stored.remote:
            content = stored.content
            field = "email" if "@" in content["contact"] else "phone_number"
            # The identifier makes a repeated call return the same contact.
            made = await self._post(
                "/contacts",
                {"identifier": stored.id, "name": content["name"], field: content["contact"]},
            )
            await _remember(stored, "source", made["source_id"])
        return str(stored.remote["source"])

    async def _conversation(self, stored: StoredHandover, source: str) -> str:
        if "conversation" not in stored.remote:
            attributes = {"custom_attributes": {"handover": stored.id}}
            made = await self._post(f"/contacts/{source}/conversations", attributes)
            await _remember(stored, "conversation", made["id"])
        return str(stored.remote["conversation"])

    async def _post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        if self._settings.chatwoot is None:
            raise GiveUp("no Chatwoot inbox is set any more")
        body = json.dumps(content, ensure_ascii=False).encode()
        answer = await post(self._settings, self._settings.chatwoot.rstrip("/") + path, body, {})
        if not isinstance(answer, dict):
            raise TryLater(reason="Chatwoot's answer can't be read")
        return answer


async def _remember(stored: StoredHandover, key: str, value: object) -> None:
    stored.remote[key] = value
    await in_transaction(database(database_url()), keep_remote, stored.id, stored.remote)
