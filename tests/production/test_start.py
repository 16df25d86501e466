"""What isn't there or isn't right stops the start, with a sentence and an exit code."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assistant.runtime.services import SERVICE_AWAY, WRONG_SETTING, ServiceError, check_services
from evaluation.production.servers import Assistant
from evaluation.production.services import free_port

NOBODY = f"127.0.0.1:{free_port()}"
AWAY = [
    ("ASSISTANT_DATABASE", f"postgresql://assistant:s3cret@{NOBODY}/assistant"),
    ("ASSISTANT_DATABASE", "sqlite:////nowhere/at/all.db"),
    ("ASSISTANT_REDIS", f"redis://:s3cret@{NOBODY}/0"),
    ("ASSISTANT_BROKER", f"amqp://guest:s3cret@{NOBODY}"),
    ("ASSISTANT_BROKER", f"kafka://{NOBODY}"),
]
WRONG = [
    ("ASSISTANT_DATABASE", "no address"),
    ("ASSISTANT_DATABASE", "unheard://of"),
    ("ASSISTANT_REDIS", "no address"),
    ("ASSISTANT_BROKER", "mqtt://somewhere"),
]


@pytest.mark.parametrize(
    ("variable", "value", "code"),
    [(*each, SERVICE_AWAY) for each in AWAY] + [(*each, WRONG_SETTING) for each in WRONG],
)
async def test_a_service_that_cannot_be_used_is_named(
    variable: str, value: str, code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_DATABASE", f"sqlite:///{tmp_path}/tracker.db")
    monkeypatch.setenv(variable, value)
    with pytest.raises(ServiceError, match=variable) as refused:
        await check_services()
    assert refused.value.code == code
    assert "Fix:" in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "arguments", "code", "says"),
    [
        (dict([AWAY[2]]), [], SERVICE_AWAY, "ASSISTANT_REDIS"),
        (dict([AWAY[0]]), [], SERVICE_AWAY, "ASSISTANT_DATABASE"),
        ({}, ["--workers", "2"], WRONG_SETTING, "ASSISTANT_REDIS"),
        (dict([AWAY[2]]), ["--workers", "2"], WRONG_SETTING, "PostgreSQL"),
        ({"SANIC_WORKERS": "4"}, [], WRONG_SETTING, "--workers"),
        ({"ASSISTANT_WINDOW_EVENTS": "few"}, [], WRONG_SETTING, "ASSISTANT_WINDOW_EVENTS"),
        ({}, ["--interface", "192.0.2.1"], 1, "can't be listened on"),
    ],
)
def test_the_server_ends_with_a_sentence(
    tmp_path: Path, settings: dict[str, str], arguments: list[str], code: int, says: str
) -> None:
    server = Assistant(tmp_path, **settings)
    done = subprocess.run(
        [*server.command(), *arguments],
        cwd=server.folder, env=server.environment(), capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
