"""Stock Rasa's functions, whatever other tests replaced."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.runtime.deviations.replacement import Replacement
from assistant.runtime.deviations.replacements import REPLACEMENTS

# Taken when tests are collected: before any of them starts an engine.
_STOCK = {each.name: inspect.getattr_static(each.owner, each.attribute) for each in REPLACEMENTS}


@contextmanager
def stock(replacement: Replacement) -> Iterator[None]:
    """Put stock's function in, and put what was there back afterwards."""
    before = inspect.getattr_static(replacement.owner, replacement.attribute)
    setattr(replacement.owner, replacement.attribute, _STOCK[replacement.name])
    try:
        yield
    finally:
        setattr(replacement.owner, replacement.attribute, before)
