"""The main flow in Debian's Firefox, which Playwright can't drive but WebDriver BiDi can."""

from __future__ import annotations

import shutil
import subprocess

from tests.browser.conftest import MortalServer
from tests.conftest import ROOT


def test_main_flow_in_firefox(server: MortalServer) -> None:
    node, firefox = shutil.which("node"), shutil.which("firefox-esr")
    assert node and firefox, "Node or Firefox is missing. Fix: run scripts/browser.sh"
    done = subprocess.run(
        [node, "tests/firefox.mjs", server.url, firefox],
        cwd=ROOT / "widget",
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
