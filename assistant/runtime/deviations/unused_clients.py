"""Imports the clients of other services only when one of them is used.

Stock Rasa imports every messenger's library, MongoDB's and Amazon's at start, whatever the settings
name. While Rasa's two modules that do so are imported, stand-ins take those places; each fetches
the real thing when it is used first. Nobody else ever sees a stand-in.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from assistant.runtime.deviations.replacement import (
    UnknownRasa,
    check_version,
    is_left_out,
    source_hash,
)

NAME = "unused-clients"
CHANNELS = "rasa.core.channels"
TRACKER_STORE = "rasa.core.tracker_store"
# The modules of Rasa as they were read, by the SHA-256 of their text.
WRITTEN_FOR_SOURCES = {
    CHANNELS: "33637c7f3972a4b5528f5ad29268ec17c483b5e468e685cc312a8545a8d23746",
    TRACKER_STORE: "f6af30ba277496f35e31b9b801b531a4d792481d6447468274da70de2d6579cb",
}
# Modules of CHANNELS, with their class and the name by which credentials.yml calls it.
_CHANNELS = {
    "socketio": ("SocketIOInput", "socketio"),
    "botframework": ("BotFrameworkInput", "botframework"),
    "facebook": ("FacebookInput", "facebook"),
    "hangouts": ("HangoutsInput", "hangouts"),
    "mattermost": ("MattermostInput", "mattermost"),
    "rocketchat": ("RocketChatInput", "rocketchat"),
    "slack": ("SlackInput", "slack"),
    "telegram": ("TelegramInput", "telegram"),
    "twilio": ("TwilioInput", "twilio"),
    "twilio_voice": ("TwilioVoiceInput", "twilio_voice"),
    "webexteams": ("WebexTeamsInput", "webexteams"),
}
_STORES = {"boto3.dynamodb.conditions": "Key", "pymongo.collection": "Collection"}


def install() -> None:
    """Import Rasa's two modules with stand-ins. Raises UnknownRasa.

    Does nothing where they were imported before, or where the operator wants stock.
    """
    if is_left_out(NAME):
        return
    check_version(NAME)
    for module, written_for in WRITTEN_FOR_SOURCES.items():
        if source_hash(_source(module)) != written_for:
            raise UnknownRasa(NAME, module)
    for module, stand_ins in ((CHANNELS, _channels()), (TRACKER_STORE, _stores())):
        if module not in sys.modules:
            with _standing_in(stand_ins):
                importlib.import_module(module)


def _source(module: str) -> str:
    import rasa

    path = Path(rasa.__file__).parent.joinpath(*module.split(".")[1:])
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return file.read_text(encoding="utf-8")


def _channels() -> dict[str, dict[str, Any]]:
    return {
        f"{CHANNELS}.{module}": {cls: _channel(f"{CHANNELS}.{module}", cls, name)}
        for module, (cls, name) in _CHANNELS.items()
    }


def _channel(module: str, cls: str, name: str) -> type:
    def from_credentials(credentials: dict[str, Any] | None) -> Any:
        return getattr(importlib.import_module(module), cls).from_credentials(credentials)

    members = {
        "name": staticmethod(lambda: name),
        "from_credentials": staticmethod(from_credentials),
    }
    return type(cls, (), members)


def _stores() -> dict[str, dict[str, Any]]:
    return {module: {name: _function(module, name)} for module, name in _STORES.items()}


def _function(module: str, name: str) -> Callable[..., Any]:
    return lambda *given, **named: getattr(importlib.import_module(module), name)(*given, **named)


@contextmanager
def _standing_in(stand_ins: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    before = set(sys.modules)
    finder = _Finder(stand_ins)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in set(sys.modules) - before:
            if isinstance(sys.modules[name], _StandIn):
                module = sys.modules.pop(name)
                parent, _, child = name.rpartition(".")
                if getattr(sys.modules.get(parent), child, None) is module:
                    delattr(sys.modules[parent], child)


class _StandIn(ModuleType):
    """A module that isn't the real one."""


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds stand-ins, and empty ones for the packages that they are in."""

    def __init__(self, stand_ins: Mapping[str, Mapping[str, Any]]) -> None:
        self._contents: dict[str, Mapping[str, Any]] = {}
        for name, content in stand_ins.items():
            self._contents[name] = content
            parts = name.split(".")
            if parts[0] != "rasa":
                for length in range(1, len(parts)):
                    self._contents.setdefault(".".join(parts[:length]), {})

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._contents:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__.update(self._contents[module.__name__])
