"""Reads messages in a thread of their own.

Stock Rasa reads a message in the server's event loop: nobody else is served meanwhile, neither
another message nor the health check. Most of the reading is the encoder's and spaCy's arithmetic,
which another processor core can do. One message is read at a time, in the order in which they
came; the rest of a message is as it was.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.runtime.deviations.replacement import Replacement

_stock = MessageProcessor.parse_message
_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


async def _parse(
    self: MessageProcessor,
    message: UserMessage,
    tracker: DialogueStateTracker | None = None,
    only_output_properties: bool = True,
) -> dict[str, Any]:
    if self.http_interpreter:
        parsed: dict[str, Any] = await _stock(self, message, tracker, only_output_properties)
        return parsed
    if tracker is None:
        tracker = DialogueStateTracker.from_events(message.sender_id, [])
    parsed = await asyncio.get_running_loop().run_in_executor(
        _reader,
        # Logs and traces know the request by its context.
        copy_context().run,
        self._parse_message_with_graph,
        message,
        tracker,
        only_output_properties,
    )
    self._update_full_retrieval_intent(parsed)
    self._check_for_unseen_features(parsed)
    return parsed


UNDERSTANDING_ASIDE = Replacement(
    name="understanding-aside",
    owner=MessageProcessor,
    attribute="parse_message",
    source="b98d8e49b9f2c433040af62752212dc374600d50cd21deec82386642b64d30dc",
    ours=_parse,
)
