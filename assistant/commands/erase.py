"""``assistant erase``: deletes everything that is stored about a conversation."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("erase", help="delete everything stored about a conversation")
    parser.add_argument("conversation", help="its id or hashed id")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Erase, and say how many rows went; 1 when nothing is stored under that name."""
    from assistant.commands.stored_conversations import (
        UnknownConversation,
        conversations_named,
        open_database,
    )
    from assistant.storage.erasure import erase, sweep

    engine = open_database()
    try:
        names = conversations_named(engine, options.conversation)
    except UnknownConversation as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with engine.begin() as connection:
        rows = sum(sum(erase(connection, name).values()) for name in names)
    sweep(engine)
    sys.stderr.write(f"Erased: {rows} rows. Backups keep theirs until they are deleted.\n")
    return 0
