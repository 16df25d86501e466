"""``assistant handovers``: lists the requests for a person, shows one, has one sent again."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from assistant.storage.handovers import StoredHandover

LISTED = 100


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("handovers", help="list, show or resend requests for a person")
    actions = parser.add_subparsers(required=True, metavar="action")
    listing = actions.add_parser("list", help=f"the last {LISTED} requests and their delivery")
    listing.set_defaults(command=run_list)
    for name, command, text in (
        ("show", run_show, "what a customer asked"),
        ("retry", run_retry, "send again what was given up or never sent"),
    ):
        one = actions.add_parser(name, help=text)
        one.add_argument("handover", help="its id, or the beginning of it")
        one.set_defaults(command=command)


def run_list(options: argparse.Namespace) -> int:
    """Print a line per request; nothing of what customers wrote."""
    from assistant.commands.stored_conversations import open_database
    from assistant.handoff.request import reference
    from assistant.storage.handovers import newest_first
    from assistant.storage.outbox import states

    with open_database().connect() as connection:
        for stored in newest_first(connection, LISTED):
            found = states(connection, stored.id)
            delivery = ", ".join(f"{kind}: {state}" for kind, state in found) or "stored only"
            when = datetime.fromtimestamp(stored.created_at).isoformat(" ", "minutes")
            _print(f"{reference(stored.id)}  {when}  {delivery}")
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Print a request as the shop's people get it."""
    from assistant.commands.stored_conversations import open_database
    from assistant.delivery.stored import request_from
    from assistant.handoff.request import summary
    from assistant.knowledge.loader import load

    with open_database().connect() as connection:
        stored = _one(connection, options.handover)
    if stored is None:
        return 1
    _print(f"{stored.id}\n{summary(request_from(stored), load())}")
    return 0


def run_retry(options: argparse.Namespace) -> int:
    """Have a request sent where it didn't arrive."""
    from assistant.commands.stored_conversations import open_database
    from assistant.handoff.handing_over import enqueue_request
    from assistant.handoff.settings import HandoverSettingsError, handover_settings
    from assistant.storage.outbox import revive_dead_of

    try:
        kinds = handover_settings().kinds
    except HandoverSettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with open_database().begin() as connection:
        stored = _one(connection, options.handover)
        if stored is None:
            return 1
        again = revive_dead_of(connection, stored.id, now=time.time())
        again += sum(
            enqueue_request(connection, stored.id, stored.conversation, kind) for kind in kinds
        )
    sys.stderr.write(f"To be sent again: {again}. A running server sends it.\n")
    return 0


def _one(connection: Connection, name: str) -> StoredHandover | None:
    from assistant.storage.handovers import find_named

    found = find_named(connection, name)
    if len(found) != 1:
        problem = "several requests begin" if found else "no stored request begins"
        sys.stderr.write(f"{problem} with {name!r}. Fix: see `assistant handovers list`\n")
        return None
    return found[0]


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
