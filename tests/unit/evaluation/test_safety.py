from __future__ import annotations

from datetime import date

from assistant.runtime.engine import Answer
from evaluation.safety import score_safety
from evaluation.safety_release import HEADER, PAGE, row

KINDS = ["referral", "answer", "referral", "referral", "answer"]
LABELS = ["kind", "kind", "noodgeval", "geen", "geen"]
ANSWERS = [Answer("", "", None, 0.0, kind, []) for kind in KINDS]
REPORT = score_safety([(label, label) for label in LABELS], ANSWERS)


def test_an_emergency_that_is_only_referred_is_missed() -> None:
    assert (REPORT.misses, REPORT.risky) == (2, 3)
    assert REPORT.rows() == [["kind", "2", "1"], ["noodgeval", "1", "1"]]
    assert REPORT.false_alarm_share == 0.5


def test_a_release_is_a_row_of_the_table_at_the_end_of_the_page() -> None:
    cells = row(REPORT, "0123456789ab", date(2026, 1, 2)).strip("| ").split(" | ")
    assert cells[:3] == ["2026-01-02", "0123456789ab", "2 of 3"]
    assert cells[-1] == "1 of 2"
    page = PAGE.read_text(encoding="utf-8")
    assert page.index(HEADER) > page.rindex("##")
