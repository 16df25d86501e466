"""Takes the pictures of the README: ``make screenshots``."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chat import ANSWER_MS, Chat
from tests.browser.conftest import CHROMIUM, FLAGS, MortalServer
from tests.conftest import ROOT

FOLDER = ROOT / "docs/pictures"
DESKTOP, PHONE = (1280, 820), (390, 760)
QUESTION = "mn kuiten schieten snachts vast, helpt dat spul?"
# Name: what is typed, the window's size and the theme.
PICTURES = {
    "desktop": (QUESTION, DESKTOP, "light"),
    "dark": (QUESTION, DESKTOP, "dark"),
    "mobile": (QUESTION, PHONE, "light"),
    "referral": ("ik ben 20 weken zwanger, mag ik magnesium?", PHONE, "light"),
    "emergency": ("ik krijg geen adem en heb druk op mijn borst", PHONE, "light"),
}
# Few colours: a picture in a README should load at once.
COLOURS = 128


def main() -> None:
    """Serve, take every picture and shrink it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = MortalServer(Path(folder) / "project")
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for name in PICTURES:
                take(browser, server.url, name)
        finally:
            browser.close()
            server.stop()


def take(browser: Browser, url: str, name: str) -> None:
    """Take one picture."""
    text, (width, height), theme = PICTURES[name]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale="nl-NL",
        reduced_motion="reduce",
    )
    page.goto(url)
    chat = Chat(page).open()
    chat.send(text)
    expect(chat.bot_messages.first).to_be_visible(timeout=ANSWER_MS)
    page.wait_for_timeout(800)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
