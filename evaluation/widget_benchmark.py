"""Prints how much script time the chat's launcher costs a page, beside an empty page."""

from __future__ import annotations

import gzip
import statistics
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from assistant.channels.widget_file import FILE

REPORT = Path("results/widget_benchmark.md")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
LOADS = 30
PAGE = "<!doctype html><html lang=nl><title>Winkel</title>{script}<body><h1>Winkel</h1>"
SCRIPT = "<script src=widget.js defer></script>"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing about requests."""


def main() -> int:
    """Load both pages in turn, print the medians and write them down."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        write_pages(Path(folder))
        site = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        address = f"http://127.0.0.1:{site.server_port}"
        empty, chat = [], []
        for _ in range(LOADS):
            empty.append(load_page(browser, f"{address}/empty.html"))
            chat.append(load_page(browser, f"{address}/chat.html"))
        browser.close()
        site.shutdown()
    lines = [
        "| page | script time ms | all work of the page ms |",
        "|---|---|---|",
        *(
            f"| {name} | {median(loads, 0):.1f} | {median(loads, 1):.1f} |"
            for name, loads in (("empty", empty), ("with the launcher", chat))
        ),
        "",
        f"All work: {median(chat, 1) / median(empty, 1):.2f} times the empty page. "
        f"Script time of the launcher: {median(chat, 0) - median(empty, 0):.1f} ms. "
        f"Widget: {len(gzip.compress(FILE.read_bytes()))} bytes gzip. {LOADS} loads each.",
    ]
    text = "\n".join(lines)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0


def write_pages(folder: Path) -> None:
    """Write the widget, an empty page and one with the launcher."""
    (folder / "widget.js").write_bytes(FILE.read_bytes())
    (folder / "empty.html").write_text(PAGE.format(script=""), encoding="utf-8")
    (folder / "chat.html").write_text(PAGE.format(script=SCRIPT), encoding="utf-8")


def serve(folder: Path) -> ThreadingHTTPServer:
    """Serve the files of a folder in the background."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=site.serve_forever, daemon=True).start()
    return site


def load_page(browser: Browser, address: str) -> tuple[float, float]:
    """Return the milliseconds of script and of all work of a first visit."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(address)
    page.wait_for_timeout(100)
    metrics = {
        metric["name"]: metric["value"] * 1000
        for metric in session.send("Performance.getMetrics")["metrics"]
    }
    context.close()
    return metrics["ScriptDuration"], metrics["TaskDuration"]


def median(loads: list[tuple[float, float]], part: int) -> float:
    """Return the median of one of both times."""
    return statistics.median(load[part] for load in loads)


if __name__ == "__main__":
    raise SystemExit(main())
