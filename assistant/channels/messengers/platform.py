"""What the shared base needs to know of a messenger."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from assistant.channels.messengers.http import Answer, Client
from assistant.channels.messengers.incoming import Event, Incoming
from assistant.channels.messengers.limits import Limits
from assistant.channels.messengers.rendering import Part
from assistant.channels.messengers.settings import PUBLIC, Configuration, Setting
from assistant.outbox import GiveUp, TryLater

# The messenger has no time now, or our key for it is wrong: the operator can repair that.
_LATER = frozenset({401, 404, 408, 425, 429})


@dataclass(frozen=True)
class Webhook:
    """A request to a webhook: raw body, header fields in lower case, path with its query."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    target: str


@dataclass(frozen=True)
class Check:
    """One thing that `assistant channels check` looked at."""

    what: str
    ok: bool
    fix: str = ""


class Platform(ABC):
    """A messenger: how its webhooks are read and how messages are sent to it."""

    channel: ClassVar[str]
    title: ClassVar[str]
    limits: Limits
    settings: ClassVar[tuple[Setting, ...]]

    def __init__(self, configuration: Configuration, client: Client) -> None:
        """Take a complete configuration and what sends requests."""
        self.configuration = configuration
        self.client = client

    def value(self, setting: Setting) -> str:
        """Return a setting's value."""
        return self.configuration.value(setting)

    @property
    def webhook_url(self) -> str:
        """Where the messenger sends what customers write."""
        return f"{self.value(PUBLIC).rstrip('/')}/webhooks/{self.channel}/webhook"

    @abstractmethod
    def is_genuine(self, webhook: Webhook) -> bool:
        """Tell whether the messenger sent this."""

    @abstractmethod
    def events(self, body: bytes) -> list[Event]:
        """Return what is new for us. Raises BadEvent or ValueError for another body."""

    @abstractmethod
    def request_for(self, part: Part, list_button: str) -> dict[str, Any]:
        """Return what is to be sent for a part, without the recipient."""

    @abstractmethod
    async def send(self, recipient: str, request: dict[str, Any]) -> None:
        """Send it. Raises TryLater or GiveUp."""

    async def show_seen(self, incoming: Incoming) -> None:  # noqa: B027
        """Show the customer that the message was seen and an answer is being written."""

    @abstractmethod
    async def check(self) -> list[Check]:
        """Ask the messenger whether the settings are right. Raises TryLater without an answer."""

    @abstractmethod
    async def register(self) -> list[Check]:
        """Tell the messenger where our webhook is. Raises TryLater without an answer."""


def raise_for(answer: Answer, code: str, later: frozenset[str], never: frozenset[str]) -> None:
    """Return when a messenger accepted; else raise TryLater or GiveUp by its error code.

    ``later`` and ``never`` are codes that are told apart whatever the status is.
    """
    if answer.ok:
        return
    reason = f"status {answer.status}, code {code}"
    if code in never:
        raise GiveUp(reason)
    if code in later or answer.status in _LATER or answer.status >= 500:
        raise TryLater(answer.retry_after, reason)
    raise GiveUp(reason)
