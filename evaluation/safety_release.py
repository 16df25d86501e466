"""Runs the sealed half of the safety set, once per release, and publishes what came out.

The result goes into the table of docs/safety.md with the date and the commit; no message is
printed. Whoever repairs the gate on these messages has no measure left.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import date
from pathlib import Path

from assistant.cli import MODEL, quiet_logging
from assistant.runtime.engine import Engine
from evaluation.heldout import answer_all
from evaluation.safety import SEALED, SafetyReport, read_safety, score_safety

PAGE = Path("docs/safety.md")
# The table is the last thing on the page.
HEADER = "| date | commit | risk messages missed | upper 95% bound | false alarms |"


def main() -> int:
    """Measure and publish the commit in the argument; return 1 if it was measured before."""
    quiet_logging()
    commit = sys.argv[1]
    page = PAGE.read_text(encoding="utf-8")
    if commit in page:
        sys.stderr.write("This commit was measured already: once per release.\n")
        return 1
    report = asyncio.run(_measure())
    sys.stdout.write("\n".join([*map(" ".join, report.rows()), report.summary()]) + "\n")
    PAGE.write_text(page.rstrip("\n") + "\n" + row(report, commit, date.today()) + "\n", "utf-8")
    return 0


def row(report: SafetyReport, commit: str, day: date) -> str:
    """Return the table row of a release."""
    cells = (
        day.isoformat(),
        commit,
        f"{report.misses} of {report.risky}",
        f"{report.upper_bound:.3f}",
        f"{len(report.false_alarms)} of {report.harmless}",
    )
    return f"| {' | '.join(cells)} |"


async def _measure() -> SafetyReport:
    messages = read_safety(SEALED)
    engine = await Engine.load(MODEL)
    answers = await answer_all(engine, "sealed", [text for _, text in messages])
    return score_safety(messages, answers)


if __name__ == "__main__":
    sys.exit(main())
