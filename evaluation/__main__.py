"""Prints the tables that the README and docs quote; ``--gate`` fails when they drop."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.cli import MODEL, quiet_logging
from assistant.nlu.risk_detector import read_risk_examples
from assistant.runtime.engine import Answer, Engine
from assistant.topics import OUT_OF_SCOPE_TOPIC
from assistant.understanding.encoder import DEFAULT_FOLDER
from evaluation.ablation import gate_rows
from evaluation.cross_validation import cross_validate, learning_curve
from evaluation.dialogues import DialogueScore, score_dialogues
from evaluation.figures import (
    draw_confusion,
    draw_learning_curve,
    draw_reliability,
    draw_risk_coverage,
)
from evaluation.heldout import (
    HELD_OUT,
    HELD_OUT_SECOND,
    HeldOut,
    Report,
    answer_all,
    out_of_scope,
    read_held_out,
    referrals,
    score,
)
from evaluation.metrics import macro_f1, reliability
from evaluation.refining import refining_advice
from evaluation.safety import (
    MAX_FALSE_ALARM_SHARE,
    NO_RISK,
    SafetyReport,
    read_safety,
    score_safety,
)
from evaluation.side_by_side import run_baselines
from evaluation.training_data import RememberingEncoder, training_examples

# The build fails below these: a little under what was measured at the last change.
MIN_INTENT_RIGHT = 0.915
MIN_TOPICS_RIGHT = 0.82
MIN_TURNS_RIGHT = 0.86
WORST_MISTAKES = 50
REPORT = Path("results/evaluation.md")


@dataclass(frozen=True)
class Measured:
    """A held-out file with its messages, the answers and the score."""

    path: Path
    messages: list[HeldOut]
    answers: list[Answer]
    report: Report


def main() -> int:
    """Evaluate, print and write the report; return 1 if a figure dropped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="figures only, fail on a drop")
    parser.add_argument("--with-baselines", action="store_true", help="after `make baselines`")
    options = parser.parse_args()
    quiet_logging()
    safety_messages = read_safety()
    sets, dialogues, safety_answers = asyncio.run(_answers(safety_messages))
    safety = score_safety(safety_messages, safety_answers)
    lines = [line for found in sets for line in _held_out_lines(found)]
    lines += [*_dialogue_lines(dialogues), *_safety_lines(safety)]
    if not options.gate:
        lines += [*_comparison_lines(sets, options.with_baselines), *_training_lines()]
        lines += [*_gate_lines(sets, safety_messages), *_mistake_lines(sets)]
        _draw(sets)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(lines) + "\n")
    return _verdict(sets, dialogues, safety) if options.gate else 0


async def _answers(
    safety_messages: list[tuple[str, str]],
) -> tuple[list[Measured], DialogueScore, list[Answer]]:
    engine = await Engine.load(MODEL)
    sets = []
    for path in (HELD_OUT, HELD_OUT_SECOND):
        messages = read_held_out(path)
        answers = await answer_all(engine, path.stem, [message.text for message in messages])
        sets.append(Measured(path, messages, answers, score(messages, answers)))
    dialogues = await score_dialogues(engine)
    safety = await answer_all(engine, "safety", [text for _, text in safety_messages])
    return sets, dialogues, safety


def _held_out_lines(found: Measured) -> list[str]:
    report, messages, answers = found.report, found.messages, found.answers
    recall, loss = out_of_scope(messages, answers)
    caught, risky, bothered, others = referrals(messages, answers)
    times = sorted(answer.ms for answer in answers)
    header = ["", "messages", "intent right", "topics right", "or accepted", "asked back"]
    rows = [["all", *report.overall.row()], ["ten questions", *report.ten_questions.row()]]
    rows += [[tag, *part.row()] for tag, part in sorted(report.by_tag.items())]
    truth, guesses, sure, right = _first_choices(found)
    return [
        f"## Held-out messages ({found.path})",
        "",
        *_table(header, rows),
        "",
        f"Out of scope: {recall:.3f} refused; of our own topics {loss:.3f} refused wrongly.",
        f"First choice: macro-F1 {macro_f1(truth, guesses):.3f}, "
        f"calibration error {reliability(sure, right).error:.3f}.",
        f"Referred: {caught} of {risky} risk messages, {bothered} of {others} others.",
        f"A whole turn in one process: median {statistics.median(times):.0f} ms, "
        f"95% within {times[int(0.95 * len(times))]:.0f} ms.",
        "",
    ]


def _first_choices(found: Measured) -> tuple[list[str], list[str], list[float], list[bool]]:
    """Return truth, first choice, confidence and verdict of the messages that ask one thing."""
    pairs = [
        (message.topics[0], answer.intent or "", answer.confidence)
        for message, answer in zip(found.messages, found.answers, strict=True)
        if len(message.topics) == 1
    ]
    truth = [entry[0] for entry in pairs]
    guesses = [entry[1] for entry in pairs]
    sure = [entry[2] for entry in pairs]
    return truth, guesses, sure, [a == b for a, b in zip(truth, guesses, strict=True)]


def _dialogue_lines(score: DialogueScore) -> list[str]:
    rows = [["all", str(score.turns), f"{score.right / score.turns:.3f}"]]
    rows += [
        [tag, str(turns), f"{right / turns:.3f}"]
        for tag, (turns, right) in sorted(score.by_tag.items())
    ]
    return [
        "## Held-out dialogues (tests/data/heldout_dialogues.yml)",
        "",
        *_table(["", "turns", "right"], rows),
        "",
        f"{score.dialogues_right} of {score.dialogues} dialogues were right from end to end.",
        "",
    ]


def _safety_lines(safety: SafetyReport) -> list[str]:
    missed = [text for texts in safety.missed.values() for text in texts]
    lists = {"Missed": [*missed, *safety.not_urgent], "Referred in vain": safety.false_alarms}
    return [
        "## Safety, repair half (tests/data/safety_repair.yml)",
        "",
        *_table(["risk", "messages", "missed"], safety.rows()),
        "",
        safety.summary(),
        "The rules were repaired on this half, so the bound is not a promise; the sealed half's "
        "figures are in docs/safety.md.",
        "",
        *(f"- {name}: {_cell(text)}" for name, texts in lists.items() for text in texts),
        "",
    ]


def _comparison_lines(sets: Sequence[Measured], with_baselines: bool) -> list[str]:
    """Compare first choices: the baselines know one topic per message."""
    if not with_baselines:
        return []
    messages = [message for found in sets for message in found.messages]
    answers = [answer for found in sets for answer in found.answers]
    ours = [
        answer.intent in message.topics for message, answer in zip(messages, answers, strict=True)
    ]
    rows = [["this assistant", f"{np.mean(ours):.3f}", "", "", "", ""]]
    foreign = np.array([OUT_OF_SCOPE_TOPIC in message.topics for message in messages])
    refused = np.array([answer.intent == OUT_OF_SCOPE_TOPIC for answer in answers])
    rows[0] += [f"{refused[foreign].mean():.3f}", f"{refused[~foreign].mean():.3f}"]
    for result in run_baselines(training_examples(), [message.text for message in messages]):
        right = [
            topic in message.topics
            for message, (topic, _) in zip(messages, result.predictions, strict=True)
        ]
        fewer = 1 - (1 - float(np.mean(ours))) / max(1 - float(np.mean(right)), 1e-9)
        refused = np.array(
            [topic in (OUT_OF_SCOPE_TOPIC, "None") for topic, _ in result.predictions]
        )
        rows.append(
            [
                *result.row(right), f"{fewer:.0%}",
                f"{refused[foreign].mean():.3f}", f"{refused[~foreign].mean():.3f}",
            ]
        )  # fmt: skip
    header = [
        "engine", "first choice right", "ms p50", "ms p95", "training s",
        "our errors fewer by", "foreign refused", "own refused",
    ]  # fmt: skip
    return [
        f"## Side by side, both held-out files ({len(messages)} messages)",
        "",
        *_table(header, rows),
        "",
    ]


def _training_lines() -> list[str]:
    examples = training_examples()
    encoder = RememberingEncoder(DEFAULT_FOLDER)
    folds = cross_validate(examples, encoder)
    curve = learning_curve(examples, encoder)
    draw_learning_curve(curve)
    rows = [[str(count), f"{ours:.3f}", f"{tfidf:.3f}"] for count, ours, tfidf in curve]
    return [
        "## Training messages",
        "",
        f"Five-fold cross-validation on the messages that the encoder never saw: "
        f"ours {np.mean(folds.ours):.3f} ± {np.std(folds.ours):.3f}, "
        f"tf-idf {np.mean(folds.tfidf):.3f} ± {np.std(folds.tfidf):.3f}.",
        "",
        *_table(["training messages", "ours", "tf-idf + logistic regression"], rows),
        "",
        refining_advice(examples, (e.text for e in read_risk_examples()), DEFAULT_FOLDER),
        "",
    ]


def _gate_lines(sets: Sequence[Measured], safety_messages: list[tuple[str, str]]) -> list[str]:
    risky = [text for label, text in safety_messages if label == "medicatie"]
    harmless = [text for label, text in safety_messages if label == NO_RISK]
    messages = [message for found in sets for message in found.messages]
    harmless += [m.text for m in messages if not {"medicatie", "zwangerschap"} & {*m.topics}]
    return [
        "## What nl_core_news_sm adds",
        "",
        *_table(
            ["medicine rules", "messages", "fire with its vocabulary", "fire without"],
            gate_rows(risky, harmless),
        ),
        "",
    ]


def _mistake_lines(sets: Sequence[Measured]) -> list[str]:
    """List the surest wrong answers in full."""
    wrong = [
        (answer.confidence, message, answer)
        for found in sets
        for message, answer in zip(found.messages, found.answers, strict=True)
        if tuple(answer.topics) != message.topics
    ]
    wrong.sort(key=lambda entry: entry[0], reverse=True)
    rows = [
        [f"{sure:.2f}", "+".join(m.topics), "+".join(a.topics) or str(a.kind), _cell(m.text)]
        for sure, m, a in wrong[:WORST_MISTAKES]
    ]
    return [
        f"## The {WORST_MISTAKES} surest mistakes",
        "",
        *_table(["confidence", "asked", "answered", "message"], rows),
        "",
    ]


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _draw(sets: Sequence[Measured]) -> None:
    columns = [_first_choices(found) for found in sets]
    truth = [value for column in columns for value in column[0]]
    guesses = [value for column in columns for value in column[1]]
    sure = [value for column in columns for value in column[2]]
    right = [value for column in columns for value in column[3]]
    draw_confusion(truth, guesses)
    draw_reliability(reliability(sure, right))
    draw_risk_coverage(sure, right)


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [
        f"| {' | '.join(header)} |",
        f"|{'---|' * len(header)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def _verdict(sets: Sequence[Measured], dialogues: DialogueScore, safety: SafetyReport) -> int:
    drops = {
        "dialogue turns right": dialogues.right / dialogues.turns < MIN_TURNS_RIGHT,
        "safety misses": safety.misses > 0,
        "false alarms": safety.false_alarm_share > MAX_FALSE_ALARM_SHARE,
    }
    for found in sets:
        overall = found.report.overall
        share = overall.intent_right / overall.messages
        drops[f"{found.path.stem}: intent right"] = share < MIN_INTENT_RIGHT
        share = overall.topics_right / overall.messages
        drops[f"{found.path.stem}: topics right"] = share < MIN_TOPICS_RIGHT
    failed = [name for name, dropped in drops.items() if dropped]
    if failed:
        sys.stderr.write(f"Dropped below the limit: {', '.join(failed)}\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
