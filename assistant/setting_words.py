"""Settings that are one of a few words: a typing error must not choose the default."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.setting_error import SettingError

# Deviations from stock Rasa (assistant/runtime/deviations) that may be left out.
DEVIATIONS = (
    "in-process-actions",
    "action-validator",
    "event-classes",
    "applied-events",
    "conversation-states",
    "graph-order",
    "one-dutch-model",
    "understanding-aside",
    "unused-clients",
    "session-bounds",
    "no-memory-fallback",
)
_DEVIATION = "|".join((*DEVIATIONS, "all"))


@dataclass(frozen=True)
class _Setting:
    pattern: str
    fix: str


_SETTINGS = {
    "ASSISTANT_MODE": _Setting("production|demonstration", "production or demonstration"),
    "ASSISTANT_CLAIMS": _Setting("article|authorised", "article or authorised"),
    "ASSISTANT_LOGS": _Setting("(?i:json|plain)", "json or plain"),
    "ASSISTANT_BROKER_TEXTS": _Setting("(?i:yes|no)", "yes or no"),
    "ASSISTANT_TRACES": _Setting(r"https?://\S+", "http://collector:4318/v1/traces"),
    "ASSISTANT_STOCK": _Setting(rf"(?:\s*(?:{_DEVIATION})\s*(?:,|$))+", ",".join(DEVIATIONS)),
    "LOG_LEVEL": _Setting(
        "(?i:debug|info|warning|error|critical)", "DEBUG, INFO, WARNING, ERROR or CRITICAL"
    ),
}


def check_words(environment: Mapping[str, str] = os.environ) -> None:
    """Raise SettingError for a word that means nothing."""
    for variable, setting in _SETTINGS.items():
        value = environment.get(variable)
        if value and not re.fullmatch(setting.pattern, value):
            raise SettingError(
                f"{variable} is {value!r}. Fix: write {setting.fix}, or leave it out"
            )
