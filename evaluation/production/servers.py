"""Server processes of the assistant, started as an operator starts them."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from evaluation.production.services import Service

ROOT = Path(__file__).resolve().parents[2]
ASSISTANT = Path(sys.executable).parent / "assistant"
REST = "/webhooks/rest/webhook"
# The shipped one opens no REST channel.
SHIPPED_CREDENTIALS = ROOT / "credentials.yml"
REST_CREDENTIALS = ROOT / "tests/rest_credentials.yml"
METRICS_TOKEN = "m" * 32
ANSWER_SECONDS = 60.0


class Assistant(Service):
    """One server process in a folder of its own, with the trained model of this project."""

    name = "assistant"

    def __init__(
        self,
        folder: Path,
        number: int = 1,
        *,
        credentials: Path = REST_CREDENTIALS,
        **settings: str,
    ) -> None:
        """Lay out a project; servers of one ``folder`` and ``number`` share database and files."""
        self.credentials = credentials
        self.name = f"assistant-{number}"
        super().__init__(folder)
        self.settings = settings
        self.lay_out()

    def lay_out(self) -> None:
        """Put the project into the folder."""
        lay_out_project(self.folder)

    @property
    def url(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [
            *(str(ASSISTANT), "serve", "--port", str(self.port)),
            *("--credentials", str(self.credentials)),
        ]

    def environment(self) -> dict[str, str]:
        """Return the settings, with the knowledge of the folder."""
        return {
            **os.environ,
            "ASSISTANT_KNOWLEDGE": str(self.folder / "knowledge"),
            "PYTHONWARNINGS": "ignore",
            "ASSISTANT_METRICS_TOKEN": METRICS_TOKEN,
            **self.settings,
        }

    def is_ready(self) -> bool:
        """Tell whether it takes messages."""
        with suppress(OSError):
            return self.get("/health/serving")[0] == 200
        return False

    @property
    def pids(self) -> list[int]:
        """Return the processes whose memory counts."""
        return [self.pid]

    def log(self) -> str:
        """Return what it printed."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def get(self, path: str) -> tuple[int, Any]:
        """Return status and content of a page for operators. Raises OSError."""
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        return fetch(urllib.request.Request(self.url + path, headers=headers))  # noqa: S310

    def say(self, conversation: str, text: str) -> tuple[int, Any]:
        """Send a message over REST; return status and replies. Raises OSError."""
        return fetch(
            urllib.request.Request(  # noqa: S310
                self.url + REST,
                data=json.dumps({"sender": conversation, "message": text}).encode(),
                headers={"Content-Type": "application/json"},
            )
        )


def lay_out_project(folder: Path) -> None:
    """Put a project into an empty folder: its own knowledge, the trained model of this one."""
    if (folder / "config.yml").exists():
        return
    for path in [*ROOT.glob("*.yml"), ROOT / "data", ROOT / "actions", ROOT / "models"]:
        (folder / path.name).symlink_to(path)
    (folder / "knowledge").mkdir()
    for path in (ROOT / "knowledge").iterdir():
        (folder / "knowledge" / path.name).write_bytes(path.read_bytes())


def fetch(request: urllib.request.Request) -> tuple[int, Any]:
    """Return status and content, as JSON if it is that. Raises OSError when nobody answers."""
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as response:  # noqa: S310
            status, content = response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        status, content = error.code, error.read().decode()
    with suppress(ValueError):
        return status, json.loads(content)
    return status, content
