"""``assistant retention run``: deletes conversations that are kept long enough."""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("retention", help="delete conversations that are too old")
    parser.add_argument("action", choices=["run"])
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Delete, and say how many rows went; 2 when the setting is wrong."""
    from assistant.commands.stored_conversations import open_database
    from assistant.storage.retention import RetentionError, delete_expired, retention_days

    try:
        days = retention_days()
    except RetentionError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    deleted = delete_expired(open_database(), days, now=time.time())
    sys.stderr.write(f"Deleted what is older than {days} days: {sum(deleted.values())} rows.\n")
    return 0
