"""Keeps a failing component from silencing the conversation."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message

logger = logging.getLogger(__name__)
Process = TypeVar("Process", bound=Callable[..., list[Message]])


def guarded(process: Process) -> Process:
    """Let a component's ``process`` fail without ending the message.

    What the component should have added is missing then; the parts after it and the
    actions cope with that. Only the error's type is logged: its text may quote a customer.
    """

    @functools.wraps(process)
    def keep_going(self: Any, messages: list[Message], *args: Any, **kwargs: Any) -> Any:
        try:
            return process(self, messages, *args, **kwargs)
        except Exception as error:
            logger.error("%s failed: %s", type(self).__name__, type(error).__name__)
            for message in messages:
                if not message.get(INTENT):
                    nothing = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
                    message.set(INTENT, nothing, add_to_output=True)
            return messages

    return keep_going  # type: ignore[return-value]
