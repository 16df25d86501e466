"""Where requests for a person go, as the environment says."""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

SMTP_VARIABLE = "ASSISTANT_HANDOVER_SMTP"
TO_VARIABLE = "ASSISTANT_HANDOVER_MAIL_TO"
FROM_VARIABLE = "ASSISTANT_HANDOVER_MAIL_FROM"
WEBHOOK_VARIABLE = "ASSISTANT_HANDOVER_WEBHOOK"
CHATWOOT_VARIABLE = "ASSISTANT_HANDOVER_CHATWOOT"
SECRET_VARIABLE = "ASSISTANT_HANDOVER_SECRET"  # noqa: S105
AUTHORITY_VARIABLE = "ASSISTANT_HANDOVER_CA"
MIN_SECRET_CHARACTERS = 16
SMTP, WEBHOOK, CHATWOOT = "handover_smtp", "handover_webhook", "handover_chatwoot"
PORTS = {"smtp": 587, "smtps": 465}


class HandoverSettingsError(ValueError):
    """A setting is missing or wrong; the message says which and how to mend it."""


@dataclass(frozen=True)
class Smtp:
    """A mail server; with ``implicit_tls`` it speaks TLS from the start, else STARTTLS."""

    host: str
    port: int
    implicit_tls: bool
    user: str
    password: str
    sender: str
    recipient: str


@dataclass(frozen=True)
class HandoverSettings:
    """Where requests go; ``authority`` is a file with certificates to trust beside the system's."""

    smtp: Smtp | None
    webhook: str | None
    chatwoot: str | None
    secret: str
    authority: str | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The outbox kinds by which a request is delivered, none when nothing is set."""
        set_up = {SMTP: self.smtp, WEBHOOK: self.webhook, CHATWOOT: self.chatwoot}
        return tuple(kind for kind, setting in set_up.items() if setting)

    @property
    def live_kinds(self) -> tuple[str, ...]:
        """Those of them that also take what the customer writes later."""
        return tuple(kind for kind in self.kinds if kind != SMTP)


def handover_settings(environment: Mapping[str, str] = os.environ) -> HandoverSettings:
    """Read the settings. Raises HandoverSettingsError."""
    secret = environment.get(SECRET_VARIABLE, "")
    webhook = environment.get(WEBHOOK_VARIABLE) or None
    chatwoot = environment.get(CHATWOOT_VARIABLE) or None
    for variable, address in ((WEBHOOK_VARIABLE, webhook), (CHATWOOT_VARIABLE, chatwoot)):
        if address and not _is_safe_address(address):
            raise HandoverSettingsError(f"{variable} is no https address. Fix: begin with https://")
    if (webhook or secret) and len(secret) < MIN_SECRET_CHARACTERS:
        raise HandoverSettingsError(
            f"{SECRET_VARIABLE} is missing or short. "
            f"Fix: set {MIN_SECRET_CHARACTERS} random characters or more, on both sides"
        )
    return HandoverSettings(_smtp(environment), webhook, chatwoot, secret, _authority(environment))


def _authority(environment: Mapping[str, str]) -> str | None:
    file = environment.get(AUTHORITY_VARIABLE)
    if not file:
        return None
    try:
        ssl.create_default_context().load_verify_locations(file)
    except OSError:
        raise HandoverSettingsError(
            f"{AUTHORITY_VARIABLE}: {file} holds no certificates. Fix: name a file in PEM format"
        ) from None
    return file


def _smtp(environment: Mapping[str, str]) -> Smtp | None:
    value = environment.get(SMTP_VARIABLE)
    if not value:
        return None
    address = urlsplit(value)
    if address.scheme not in PORTS or not address.hostname or not _has_a_port(address):
        raise HandoverSettingsError(
            f"{SMTP_VARIABLE} is no mail server. Fix: smtp://user:password@host:587 (STARTTLS) "
            "or smtps://user:password@host:465"
        )
    sender, recipient = environment.get(FROM_VARIABLE, ""), environment.get(TO_VARIABLE, "")
    for variable, mailbox in ((FROM_VARIABLE, sender), (TO_VARIABLE, recipient)):
        if "@" not in mailbox:
            raise HandoverSettingsError(f"{variable} is no e-mail address. Fix: set it")
    return Smtp(
        host=address.hostname,
        port=address.port or PORTS[address.scheme],
        implicit_tls=address.scheme == "smtps",
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
        sender=sender,
        recipient=recipient,
    )


def _has_a_port(address: SplitResult) -> bool:
    try:
        return address.port != 0
    except ValueError:
        return False


def _is_safe_address(address: str) -> bool:
    parts = urlsplit(address)
    own_machine = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and own_machine)
    )
