from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.runtime.secrets_from_files import read_secrets
from assistant.setting_error import SettingError

NAME = "ASSISTANT_TOKEN_KEY"


def test_a_mounted_secret_becomes_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "key"
    secret.write_text("s3cret\n")
    monkeypatch.delenv(NAME, raising=False)
    monkeypatch.setenv(f"{NAME}_FILE", str(secret))
    read_secrets()
    assert os.environ.pop(NAME) == "s3cret"
    assert f"{NAME}_FILE" not in os.environ


@pytest.mark.parametrize(("value", "message"), [("", "can't be read"), ("set", "Both")])
def test_what_cannot_be_meant_is_refused(
    value: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAME, value)
    monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "nothing"))
    with pytest.raises(SettingError, match=message):
        read_secrets()
