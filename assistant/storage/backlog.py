"""How much waits to be sent or answered, and how long already."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from assistant.storage.inbox import inbox
from assistant.storage.outbox import PENDING, outbox


@dataclass(frozen=True)
class Backlog:
    """``oldest`` is when the first of them came, in seconds since 1970; 0 when none waits."""

    number: int = 0
    oldest: float = 0.0


def waiting_to_be_sent(connection: Connection) -> dict[str, Backlog]:
    """Return what waits in the outbox, by kind."""
    query = (
        sa.select(outbox.c.kind, sa.func.count(), sa.func.min(outbox.c.created_at))
        .where(outbox.c.state == PENDING)
        .group_by(outbox.c.kind)
    )
    return {kind: Backlog(number, oldest) for kind, number, oldest in connection.execute(query)}


def waiting_for_an_answer(connection: Connection) -> Backlog:
    """Return the accepted messages that nobody answered yet."""
    query = sa.select(sa.func.count(), sa.func.min(inbox.c.accepted_at)).where(
        inbox.c.answered_at.is_(None)
    )
    number, oldest = connection.execute(query).one()
    return Backlog(number, oldest or 0.0)
