"""``assistant export``: prints everything that is stored about a conversation, as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("export", help="print what is stored about a conversation")
    parser.add_argument("conversation", help="its id or hashed id")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print ``{conversation: {table: [row, ...]}}``; 1 when nothing is stored under that name."""
    from assistant.commands.stored_conversations import (
        UnknownConversation,
        conversations_named,
        open_database,
    )
    from assistant.storage.export import everything_about

    engine = open_database()
    try:
        names = conversations_named(engine, options.conversation)
    except UnknownConversation as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with engine.connect() as connection:
        stored = {name: everything_about(connection, name) for name in names}
    json.dump(stored, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
    return 0
