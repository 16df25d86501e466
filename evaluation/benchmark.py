"""Prints speed, memory and size of understanding, beside the baselines of the same run."""

from __future__ import annotations

import argparse
import asyncio
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from rasa.core.agent import load_agent

from assistant.cli import MODEL, quiet_logging
from assistant.runtime.deviations.replacements import install_replacements
from assistant.understanding.encoder import DEFAULT_FOLDER
from evaluation.heldout import HELD_OUT, HELD_OUT_SECOND, read_held_out
from evaluation.scale import scale_rows
from evaluation.side_by_side import run_baselines
from evaluation.training_data import training_examples

REPORT = Path("results/benchmark.md")
WARM_UP = 20


def main() -> int:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-baselines", action="store_true", help="after `make baselines`")
    options = parser.parse_args()
    quiet_logging()
    messages = [m for path in (HELD_OUT, HELD_OUT_SECOND) for m in read_held_out(path)]
    texts = [message.text for message in messages]
    training = _training_seconds()
    times = asyncio.run(_understanding(texts))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(file.stat().st_size for file in DEFAULT_FOLDER.iterdir()) / 1e6
    median, tail, worst = np.percentile(times, [50, 95, 99])
    lines = [
        "## Understanding alone, all components together, one thread",
        "",
        "| engine | ms p50 | ms p95 | ms p99 | training s | encoder MB | model MB | memory MB |",
        "|---|---|---|---|---|---|---|---|",
        f"| this assistant | {median:.1f} | {tail:.1f} | {worst:.1f} | {training:.0f} | {size:.0f} "
        f"| {MODEL.stat().st_size / 1e6:.1f} | {memory:.0f} |",
    ]
    if options.with_baselines:
        for found in run_baselines(training_examples(), texts):
            parts = np.percentile(found.milliseconds, [50, 95, 99])
            cells = " | ".join(f"{part:.1f}" for part in parts)
            lines.append(f"| {found.name} | {cells} | {found.train_seconds:.0f} | | | |")
    lines += [
        "",
        "## Scale, four synthetic examples per topic, classifier alone",
        "",
        "| topics | training s | ms p50 | ms p95 | times 10 topics | model MB |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in scale_rows()),
    ]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _training_seconds() -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "assistant.cli", "train", "--force"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - started


async def _understanding(texts: list[str]) -> list[float]:
    # As every engine of ours does.
    install_replacements()
    agent = await load_agent(model_path=str(MODEL))
    for text in texts[:WARM_UP]:
        await agent.parse_message(text)
    times = []
    for text in texts:
        started = time.perf_counter()
        await agent.parse_message(text)
        times.append(1000 * (time.perf_counter() - started))
    return times


if __name__ == "__main__":
    sys.exit(main())
