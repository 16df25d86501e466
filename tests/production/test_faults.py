"""The short form of `make proof`: two rounds of every fault, and a small soak."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluation.production.faults import FAULTS, Stages, run
from evaluation.production.soak import soak


@pytest.fixture(scope="module")
def stages() -> Iterator[Stages]:
    with Stages() as found:
        yield found


@pytest.mark.parametrize("fault", FAULTS)
def test_no_acknowledged_message_is_lost_or_answered_twice(fault: str, stages: Stages) -> None:
    report = run(fault, 2, stages)
    assert report.acknowledged > 0
    assert report.problems == []


def test_nothing_grows(tmp_path: Path) -> None:
    assert soak(300, tmp_path).problems() == []
