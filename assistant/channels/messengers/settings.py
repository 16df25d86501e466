"""What a messenger needs from the environment, and what is missing or wrong in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.mode import MODE_VARIABLE, PRODUCTION

PUBLIC_URL = "ASSISTANT_PUBLIC_URL"
ID_KEY = "ASSISTANT_ID_KEY"
# Conversation ids that stay the same after a restart while developing; no secret.
DEVELOPMENT_KEY = "development"


@dataclass(frozen=True)
class Setting:
    """A variable of the environment; ``pattern`` is what its whole value must match.

    ``registering`` is one that only `assistant channels register` needs, ``optional`` one that
    nothing needs.
    """

    name: str
    meaning: str
    pattern: str = r"\S+"
    registering: bool = False
    optional: bool = False
    default: str | None = None


PUBLIC = Setting(
    PUBLIC_URL,
    "the address by which the messenger reaches this server, as https://chat.example.com",
    r"https://[^\s/?#]+(/[^\s?#]*)?|http://(127\.0\.0\.1|localhost)(:\d+)?",
)
KEY = Setting(ID_KEY, "the key of the conversations' ids, 16 characters or more", r"\S{16,}")


@dataclass(frozen=True)
class Configuration:
    """The settings of a messenger; ``missing`` and ``wrong`` are those to repair."""

    values: Mapping[str, str]
    missing: list[Setting] = field(default_factory=list)
    wrong: list[Setting] = field(default_factory=list)
    chosen: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the messenger's webhook may be served."""
        return self.chosen and not any(
            not setting.registering for setting in (*self.missing, *self.wrong)
        )

    def value(self, setting: Setting) -> str:
        """Return a setting's value. Raises KeyError for one that isn't there."""
        return self.values[setting.name]


def read_configuration(
    own: Sequence[Setting], environment: Mapping[str, str] = os.environ
) -> Configuration:
    """Read a messenger's own settings and those that all share.

    A messenger is chosen once one of its own settings is there.
    """
    needed = [*own, PUBLIC, KEY]
    values = {
        setting.name: environment.get(setting.name, "").strip() or setting.default or ""
        for setting in needed
    }
    if environment.get(MODE_VARIABLE) != PRODUCTION:
        values[ID_KEY] = values[ID_KEY] or f"{DEVELOPMENT_KEY}-key-only"
    return Configuration(
        values={name: value for name, value in values.items() if value},
        missing=[
            setting for setting in needed if not values[setting.name] and not setting.optional
        ],
        wrong=[
            setting
            for setting in needed
            if values[setting.name] and not re.fullmatch(setting.pattern, values[setting.name])
        ],
        chosen=any(environment.get(setting.name) for setting in own if setting.default is None),
    )
