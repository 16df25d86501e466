"""A wrong setting, which stops the start."""

from __future__ import annotations


class SettingError(Exception):
    """A setting can't be used; the text names it and says how to mend it."""
