"""Every test of the stores runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from tests.privacy.conftest import engine, postgres

__all__ = ["engine", "postgres"]
