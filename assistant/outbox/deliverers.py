"""Who delivers which kind in this process."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.outbox.delivery import Deliver

_deliverers: dict[str, Deliver] = {}


def register_deliverer(kind: str, deliver: Deliver) -> None:
    """Name who delivers a kind; to be called before the server's worker starts."""
    _deliverers[kind] = deliver


def deliverers() -> Mapping[str, Deliver]:
    """Return every deliverer by kind."""
    return dict(_deliverers)
