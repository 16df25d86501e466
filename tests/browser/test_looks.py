"""Every control is to be seen and reached, at any width, zoom and with a keyboard on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.conftest import MortalServer, NewContext
from tests.browser.states import answered, emergency, menu, products, referral

SIZES = {
    "phone": (320, 640),
    "tablet": (768, 1024),
    "desktop": (1440, 900),
    # A window of 1280 by 1024 zoomed in.
    "zoom-200": (640, 512),
    "zoom-400": (320, 256),
}
COVERED = """() => {
    const root = document.querySelector("assistant-chat").shadowRoot;
    const panel = root.querySelector(".panel").getBoundingClientRect();
    const scroller = root.querySelector(".scroller").getBoundingClientRect();
    const problems = [];
    if (document.documentElement.scrollWidth > innerWidth) problems.push("page scrolls sideways");
    for (const part of root.querySelectorAll(".scroller, .panel, .menu-list, .bubble")) {
        if (part.clientWidth && part.scrollWidth > part.clientWidth + 1) {
            problems.push(`${part.className} scrolls sideways`);
        }
    }
    if (panel.top < 0 || panel.left < 0 || panel.right > innerWidth || panel.bottom > innerHeight) {
        problems.push("the panel leaves the window");
    }
    const list = root.querySelector(".menu-list");
    for (const control of root.querySelectorAll("button, a, textarea")) {
        const box = control.getBoundingClientRect();
        if (!box.width || (!list.hidden && !control.closest(".menu"))) continue;
        const inline = control.tagName === "A" && control.parentElement.tagName === "P";
        if (!inline && (box.width < 24 || box.height < 24)) {
            problems.push(`${control.textContent} is ${box.width} by ${box.height}`);
        }
        const clip = control.closest(".scroller") ? scroller : panel;
        // A link in a sentence may be cut in two by a line's end.
        const [first] = control.getClientRects();
        const x = first.left + first.width / 2;
        const y = first.top + first.height / 2;
        if (y < clip.top || y > clip.bottom || control.closest(".menu-list")) continue;
        const hit = root.elementFromPoint(x, y);
        if (hit && !control.contains(hit) && !hit.closest(".to-newest")) {
            problems.push(`${control.className} ${control.textContent} is covered`);
        }
    }
    return problems;
}"""


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_covered_or_cut_off(
    new_context: NewContext, server: MortalServer, size: str
) -> None:
    width, height = SIZES[size]
    for reach in (menu, answered, products, referral, emergency):
        chat = Chat(new_context(viewport={"width": width, "height": height}).new_page())
        chat.page.goto(server.url)
        expect(chat.launcher).to_be_in_viewport(ratio=1)
        reach(chat)
        chat.page.wait_for_timeout(500)
        assert chat.page.evaluate(COVERED) == [], reach.__name__
        expect(chat.input).to_be_in_viewport(ratio=1)
        chat.page.close()


def test_onscreen_keyboard_leaves_input_and_reply_in_sight(
    new_context: NewContext, server: MortalServer
) -> None:
    context = new_context(viewport={"width": 390, "height": 760}, has_touch=True, is_mobile=True)
    chat = Chat(context.new_page())
    chat.page.goto(server.url)
    chat.open()
    # What a phone reports when its keyboard takes 340 pixels.
    chat.page.evaluate(
        """() => {
            Object.defineProperty(visualViewport, "height", { value: 420 });
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    answer = chat.say("helpt het tegen kuitkramp")
    box = chat.input.bounding_box()
    assert box and box["y"] + box["height"] <= 420
    bubble = answer.bounding_box()
    assert bubble and bubble["y"] < 420 - box["height"]
    expect(chat.host.get_by_role("button", name="Chat sluiten")).to_be_in_viewport(ratio=1)


def test_text_grows_with_the_visitors_own_font_size(page: Page, server: MortalServer) -> None:
    page.goto(server.url)
    chat = Chat(page).open()
    size = chat.panel.evaluate("e => getComputedStyle(e).fontSize")
    page.evaluate("document.documentElement.style.fontSize = '62.5%'")
    assert chat.panel.evaluate("e => getComputedStyle(e).fontSize") == size == "16px"


def test_theme_follows_the_system_while_the_page_is_open(page: Page, server: MortalServer) -> None:
    page.goto(server.url)
    chat = Chat(page).open()
    background = "e => getComputedStyle(e).backgroundColor"
    light = chat.panel.evaluate(background)
    page.emulate_media(color_scheme="dark")
    expect(chat.host).to_have_attribute("data-theme", "dark")
    assert chat.panel.evaluate(background) != light
