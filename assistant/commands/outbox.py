"""``assistant outbox``: lists what waits or was given up, and has it sent again."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from typing import Any

LISTED = 100


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("outbox", help="list or resend what couldn't be sent")
    actions = parser.add_subparsers(required=True, metavar="action")
    listing = actions.add_parser(
        "list", help=f"how many wait, were sent or given up, and the last {LISTED} given up"
    )
    listing.set_defaults(command=run_list)
    retry = actions.add_parser("retry", help="send again what was given up")
    retry.add_argument("which", help="a kind or a number, as `assistant outbox list` shows them")
    retry.add_argument(
        "--error", default="", help="of a kind, only those whose reason holds this text"
    )
    retry.set_defaults(command=run_retry)


def run_list(options: argparse.Namespace) -> int:
    """Print a line per kind and per item that was given up; nothing of what it says or to whom."""
    from assistant.commands.stored_conversations import open_database
    from assistant.storage.outbox import DEAD, PENDING, SENT, counts, given_up

    with open_database().connect() as connection:
        kinds, dead = counts(connection), given_up(connection, LISTED)
    for kind, states in kinds.items():
        waiting, sent, lost = (states.get(state, 0) for state in (PENDING, SENT, DEAD))
        _print(f"{kind}  waiting: {waiting}  sent: {sent}  given up: {lost}")
    for item in dead:
        when = datetime.fromtimestamp(item.created_at).isoformat(" ", "minutes")
        _print(f"{item.id}  {when}  {item.kind}  given up at try {item.attempts}: {item.error}")
    if not kinds:
        sys.stderr.write("The outbox is empty.\n")
    return 0


def run_retry(options: argparse.Namespace) -> int:
    """Have sent again what was given up; 1 when there is no such thing."""
    from assistant.commands.stored_conversations import open_database
    from assistant.storage.outbox import revive_dead, revive_dead_item

    which, now = options.which, time.time()
    with open_database().begin() as connection:
        if which.isdecimal():
            again = revive_dead_item(connection, int(which), now=now)
        else:
            again = revive_dead(connection, which, error=options.error, now=now)
    if not again:
        reason = f" for {options.error!r}" if options.error else ""
        sys.stderr.write(
            f"Nothing was given up under {which!r}{reason}. Fix: see `assistant outbox list`\n"
        )
        return 1
    sys.stderr.write(f"To be sent again: {again}. A running server sends it.\n")
    return 0


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
