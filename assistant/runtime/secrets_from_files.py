"""Reads secrets that an orchestrator mounts as files."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.setting_error import SettingError

PREFIX, SUFFIX = "ASSISTANT_", "_FILE"


def read_secrets() -> None:
    """Set ``ASSISTANT_X`` to what the file says that ``ASSISTANT_X_FILE`` names.

    Raises SettingError when the file can't be read, or when both are set.
    """
    for name, path in sorted(os.environ.items()):
        if not (name.startswith(PREFIX) and name.endswith(SUFFIX)):
            continue
        setting = name.removesuffix(SUFFIX)
        if os.environ.get(setting):
            raise SettingError(f"Both {setting} and {name} are set. Fix: set one of them")
        try:
            os.environ[setting] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingError(f"{name}: {path} can't be read. Fix: mount that file") from None
        # The workers that this process starts find the value itself.
        del os.environ[name]
