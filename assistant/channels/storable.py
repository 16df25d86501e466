"""Makes what came from outside fit for a database."""

from __future__ import annotations

import json
from typing import Any


def read_json(body: bytes) -> Any:
    """Return a body's JSON, fit for a database. Raises ValueError or RecursionError."""
    return storable(json.loads(body.decode("utf-8")))


def storable(content: Any) -> Any:
    """Replace what no database takes: halves of surrogate pairs and NUL."""
    if isinstance(content, str):
        return content.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    if isinstance(content, dict):
        return {storable(key): storable(value) for key, value in content.items()}
    if isinstance(content, list):
        return [storable(value) for value in content]
    return content
