from __future__ import annotations

from datetime import datetime, timezone

import pytest

from assistant.handoff.office_hours import is_open, next_opening
from assistant.knowledge.model import Opening

OPENING = Opening.parse_obj(
    {
        "timezone": "Europe/Amsterdam",
        "days": ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"],
        "from": "09:00",
        "until": "17:00",
        "closed": ["2026-12-25"],
    }
)


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=timezone.utc)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("now", "opened"),
    [
        (utc(2026, 11, 30, 8, 0), True),
        (utc(2026, 11, 30, 7, 59), False),
        (utc(2026, 11, 30, 16, 0), False),
        # Summer time: nine o'clock is seven in UTC.
        (utc(2026, 7, 6, 7, 0), True),
        (utc(2026, 11, 29, 12, 0), False),
        (utc(2026, 12, 25, 12, 0), False),
    ],
)
def test_hours_are_local_and_leave_out_closed_days(now: datetime, opened: bool) -> None:
    assert is_open(OPENING, now) is opened


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (utc(2026, 11, 30, 5, 0), "2026-11-30T09:00:00+01:00"),
        (utc(2026, 11, 27, 18, 0), "2026-11-30T09:00:00+01:00"),
        (utc(2026, 12, 24, 18, 0), "2026-12-28T09:00:00+01:00"),
    ],
)
def test_the_next_opening_skips_weekends_and_closed_days(now: datetime, opens: str) -> None:
    found = next_opening(OPENING, now)
    assert found is not None
    assert found.isoformat() == opens


def test_a_shop_that_stays_closed_promises_nothing() -> None:
    days = [f"2026-12-{day:02d}" for day in range(1, 32)]
    days += [f"2027-01-{day:02d}" for day in range(1, 32)]
    closed = Opening.parse_obj({**OPENING.dict(by_alias=True), "closed": days})
    assert next_opening(closed, utc(2026, 12, 1, 12, 0)) is None
