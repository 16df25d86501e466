"""Who is behind a messenger's conversation, and which buttons it was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from assistant.storage.database import metadata
from assistant.storage.holdings import holds_conversations

MAX_CODE_CHARACTERS = 40

# The only place of a customer's own id in a messenger. Times are in seconds since 1970.
recipients = sa.Table(
    "messenger_recipients",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("recipient", sa.String(255), nullable=False),
    sa.Column("greeted", sa.Boolean, nullable=False, default=False),
    sa.Column("last_failure", sa.String(MAX_CODE_CHARACTERS), nullable=False, default=""),
    sa.Column("last_at", sa.Float, nullable=False),
)
holds_conversations(recipients, time="last_at")

# `number` counts the choices of the last message that showed them numbered.
offers = sa.Table(
    "messenger_offers",
    metadata,
    sa.Column("conversation", sa.String(64), primary_key=True),
    sa.Column("button", sa.String(64), primary_key=True),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("number", sa.Integer),
    sa.Column("at", sa.Float, nullable=False),
)
holds_conversations(offers, time="at")


@dataclass(frozen=True)
class Offer:
    """A button that was shown: its id, what it stands for, and its number if it had one."""

    button: str
    payload: str
    number: int | None = None


def remember_recipient(
    connection: Connection, conversation: str, recipient: str, *, now: float
) -> None:
    """Note whom to send to."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    seen = {"recipient": recipient, "last_at": now}
    connection.execute(
        insert(recipients)
        .values(conversation=conversation, **seen)
        .on_conflict_do_update(index_elements=["conversation"], set_=seen)
    )


def recipient_of(connection: Connection, conversation: str) -> str | None:
    """Return whom to send to; None once the conversation was deleted."""
    found: str | None = connection.execute(
        sa.select(recipients.c.recipient).where(recipients.c.conversation == conversation)
    ).scalar()
    return found


def is_greeted(connection: Connection, conversation: str) -> bool:
    """Tell whether the customer has read that this is a computer programme."""
    return bool(
        connection.execute(
            sa.select(recipients.c.greeted).where(recipients.c.conversation == conversation)
        ).scalar()
    )


def note_greeted(connection: Connection, conversation: str) -> None:
    """Note that the customer gets to read it."""
    connection.execute(
        recipients.update().where(recipients.c.conversation == conversation).values(greeted=True)
    )


def note_failure(connection: Connection, conversation: str, code: str) -> None:
    """Note the messenger's code for why a message that it accepted didn't arrive."""
    connection.execute(
        recipients.update()
        .where(recipients.c.conversation == conversation)
        .values(last_failure=code[:MAX_CODE_CHARACTERS])
    )


def note_offers(
    connection: Connection, conversation: str, offered: Sequence[Offer], *, now: float
) -> None:
    """Note the buttons of a message; only the last message's numbers count."""
    own = offers.c.conversation == conversation
    connection.execute(offers.update().where(own).values(number=None))
    buttons = [offer.button for offer in offered]
    connection.execute(offers.delete().where(own, offers.c.button.in_(buttons)))
    for offer in offered:
        connection.execute(
            offers.insert().values(
                conversation=conversation,
                button=offer.button,
                payload=offer.payload,
                number=offer.number,
                at=now,
            )
        )


def payload_of_button(connection: Connection, conversation: str, button: str) -> str | None:
    """Return what a button stands for; None when this conversation wasn't shown it."""
    return _payload(connection, conversation, offers.c.button == button)


def payload_of_number(connection: Connection, conversation: str, number: int) -> str | None:
    """Return what a number stands for in the last numbered message, if it is one."""
    return _payload(connection, conversation, offers.c.number == number)


def _payload(connection: Connection, conversation: str, chosen: sa.sql.ColumnElement) -> str | None:
    payload: str | None = connection.execute(
        sa.select(offers.c.payload).where(offers.c.conversation == conversation, chosen)
    ).scalar()
    return payload
