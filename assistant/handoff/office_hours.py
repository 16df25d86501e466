"""When the shop's people answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from assistant.knowledge.model import Opening, Weekday

_DAYS = get_args(Weekday)
# Longer than any shop closes.
_DAYS_AHEAD = 60


def is_open(opening: Opening, now: datetime) -> bool:
    """Tell whether somebody answers at a moment (any time zone)."""
    local = now.astimezone(ZoneInfo(opening.timezone))
    return _works_on(opening, local) and opening.from_ <= local.time() < opening.until


def next_opening(opening: Opening, now: datetime) -> datetime | None:
    """Return when people answer next, in the shop's time zone; None if that isn't soon."""
    zone = ZoneInfo(opening.timezone)
    local = now.astimezone(zone)
    for days in range(_DAYS_AHEAD):
        day = (local + timedelta(days=days)).date()
        opens = datetime.combine(day, opening.from_, zone)
        if opens > local and _works_on(opening, opens):
            return opens
    return None


def _works_on(opening: Opening, local: datetime) -> bool:
    return _DAYS[local.weekday()] in opening.days and local.date() not in opening.closed
