"""Whether this is a shop's server or a demonstration."""

from __future__ import annotations

import os

MODE_VARIABLE = "ASSISTANT_MODE"
PRODUCTION = "production"


def is_production() -> bool:
    """Tell whether the server serves a shop, rather than showing what it can."""
    return os.environ.get(MODE_VARIABLE) == PRODUCTION
