from __future__ import annotations

import pytest

from evaluation.metrics import macro_f1, reliability, risk_coverage


def test_calibration_error_is_the_gap_between_confidence_and_share_right() -> None:
    assert reliability([0.9] * 10, [True] * 9 + [False]).error == pytest.approx(0.0)
    assert reliability([0.9] * 10, [True] * 4 + [False] * 6).error == pytest.approx(0.5)


def test_risk_falls_when_only_the_surest_are_answered() -> None:
    covered, wrong = risk_coverage([0.2, 0.9, 0.8], [False, True, True])
    assert covered.tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert wrong.tolist() == pytest.approx([0, 0, 1 / 3])


def test_macro_f1_counts_every_topic_alike() -> None:
    assert macro_f1(["a", "a", "b"], ["a", "a", "b"]) == 1.0
    assert macro_f1(["a", "a", "b"], ["a", "a", "a"]) == pytest.approx(0.4)
