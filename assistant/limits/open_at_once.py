"""Counts what one address holds open in this process, which has only so many connections."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.setting_error import SettingError

VARIABLE = "ASSISTANT_LIMIT_ADDRESS_STREAMS"
_DEFAULT = "200"


class OpenAtOnce:
    """Tells whether an address may hold one more stream open."""

    def __init__(self) -> None:
        """Read the setting. Raises SettingError."""
        value = os.environ.get(VARIABLE) or _DEFAULT
        if not value.isdecimal() or not int(value):
            raise SettingError(f"{VARIABLE} is {value!r}. Fix: write a number like {_DEFAULT}")
        self._most = int(value)
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[bool]:
        """Count a stream as long as the block lasts; gives whether it is allowed."""
        self._open[address] += 1
        try:
            yield self._open[address] <= self._most
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
