"""``assistant report``: writes the shop owner's page."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

DEFAULT_DAYS = 30


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("report", help="write a page with figures for the shop owner")
    parser.add_argument("--output", type=Path, default=Path("results/report.html"))
    parser.add_argument("--days", type=int, default=DEFAULT_DAYS, choices=range(1, 367))
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Count what is new and write the page; return 0."""
    from assistant.commands.stored_conversations import open_database
    from assistant.knowledge.loader import load
    from assistant.report.counting import count_new
    from assistant.report.figures import figures
    from assistant.report.page import page

    knowledge = load()
    now = time.time()
    engine = open_database()
    count_new(engine, now=now)
    with engine.connect() as connection:
        gathered = figures(connection, days=options.days, now=now)
    titles = {name: topic.title for name, topic in knowledge.topics.items()}
    output: Path = options.output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page(gathered, shop=knowledge.shop.name, titles=titles), encoding="utf-8")
    sys.stderr.write(f"Written: {output}\n")
    return 0
