"""Counts on the messages and dialogues that the assistant was tuned on: no figures to publish.

``python -m evaluation.tuning_figures``: every miss, false alarm and misread turn is listed, because
these texts, unlike the held-out ones, are there to be read and learnt from.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from assistant.cli import MODEL, quiet_logging
from assistant.runtime.engine import Engine
from evaluation.dialogues import score_dialogues
from evaluation.heldout import answer_all, read_held_out
from evaluation.safety import read_safety, score_safety

FOLDER = Path("evaluation/tuning")
DIALOGUES = tuple(f"dialogues{part}.yml" for part in ("", "_second", "_third", "_fourth", "_fifth"))
RISK_MESSAGES = FOLDER / "risk_messages.yml"


async def _lines() -> list[str]:
    engine = await Engine.load(MODEL)
    messages = read_safety(RISK_MESSAGES)
    answers = await answer_all(engine, "tuning", [text for _, text in messages])
    safety = score_safety(messages, answers)
    lines = [f"missed: {text}" for texts in safety.missed.values() for text in texts]
    lines += [f"only referred: {text}" for text in safety.not_urgent]
    lines += [f"referred in vain: {text}" for text in safety.false_alarms]
    asked = read_held_out(FOLDER / "messages.yml")
    given = await answer_all(engine, "asked", [message.text for message in asked])
    misread = [
        f"misread: {message.text} | {message.topics} | {answer.topics}"
        for message, answer in zip(asked, given, strict=True)
        if tuple(answer.topics) != message.topics
    ]
    right = len(asked) - len(misread)
    lines += [*misread, f"messages.yml: {right} of {len(asked)} are answered exactly."]
    for name in DIALOGUES:
        score = await score_dialogues(engine, FOLDER / name)
        lines += [f"misread: {text}" for text in score.wrong]
        lines.append(f"{name}: {score.right} of {score.turns} turns are right.")
    return [*lines, safety.summary()]


if __name__ == "__main__":
    quiet_logging()
    sys.stdout.write("\n".join(asyncio.run(_lines())) + "\n")
