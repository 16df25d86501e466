"""WCAG 2.2 AA as far as a machine sees it, the keyboard alone, and what a screen reader gets."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import ANSWER_MS, Chat
from tests.browser.conftest import MortalServer, NewContext
from tests.browser.states import STATES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page, axe: str) -> list[str]:
    """Return what axe-core finds, each as rule and element."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules }).then((result) => result.violations)", RULES
    )
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("reach", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(
    new_context: NewContext,
    server: MortalServer,
    axe: str,
    theme: str,
    reach: Callable[[Chat], None],
) -> None:
    context = new_context(color_scheme=theme, reduced_motion="reduce")
    chat = Chat(context.new_page())
    chat.page.goto(server.url)
    reach(chat)
    # Thumbs come a moment after their answer.
    chat.page.wait_for_timeout(400)
    assert violations(chat.page, axe) == []


def test_axe_would_find_something(page: Page, axe: str) -> None:
    page.set_content("<html><body><button></button><p style='color:#ccc'>flets</p></body></html>")
    found = " ".join(violations(page, axe))
    assert "button-name" in found
    assert "color-contrast" in found


@pytest.mark.parametrize("path", ["/", "/demo/artikel"])
@pytest.mark.parametrize("width", [320, 1280])
def test_demonstration_pages_pass_as_well(
    new_context: NewContext, server: MortalServer, axe: str, path: str, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(server.url + path)
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_keyboard_alone_from_launcher_to_a_person_and_back(chat: Chat) -> None:
    press = chat.page.keyboard.press

    def tab_to(name: str, key: str = "Tab") -> None:
        for _ in range(40):
            if name in chat.focused():
                return
            press(key)
        raise AssertionError(f"{name} isn't reached: {chat.focused()}")

    tab_to("Stel een vraag")
    press("Enter")
    expect(chat.host.locator(".notice")).to_be_visible(timeout=ANSWER_MS)
    assert chat.focused() == "Uw vraag"
    chat.page.keyboard.type("helpt het tegen kuitkramp")
    press("Enter")
    chat.answer(0)
    assert chat.focused() == "Uw vraag"
    tab_to("Soorten magnesium", "Shift+Tab")
    press("Space")
    chat.answer(1)
    assert chat.focused() == "Uw vraag"
    tab_to("Menu", "Shift+Tab")
    press("Enter")
    assert chat.focused() == "Medewerker spreken"
    press("Escape")
    assert chat.focused() == "Menu"
    expect(chat.panel).to_be_visible()
    press("Enter")
    press("Enter")
    expect(chat.bot_messages.last).to_contain_text("naam", timeout=ANSWER_MS)
    for typed, asked in (
        ("Anna Jansen", "e-mailadres of telefoonnummer"),
        ("anna.jansen@example.nl", "Wat is uw vraag"),
        ("Zit er gluten in dit product?", "Nederland of"),
        ("nederland", "Vindt u dat goed"),
    ):
        chat.page.keyboard.type(typed)
        press("Enter")
        expect(chat.bot_messages.last).to_contain_text(asked, timeout=ANSWER_MS)
        assert chat.focused() == "Uw vraag"
    tab_to("Ja", "Shift+Tab")
    press("Enter")
    expect(chat.bot_messages.last).to_contain_text("bewaard", timeout=ANSWER_MS)
    press("Escape")
    expect(chat.panel).to_be_hidden()
    assert "Stel een vraag" in chat.focused()


def test_questions_begin_on_the_safe_choice_and_escape_leaves_only_them(chat: Chat) -> None:
    chat.open().menu("Gesprek wissen")
    assert chat.focused() == "Nee, ga terug"
    chat.page.keyboard.press("Escape")
    expect(chat.host.get_by_role("alertdialog")).to_have_count(0)
    expect(chat.panel).to_be_visible()


def test_focus_stays_inside_a_panel_that_covers_the_page(
    new_context: NewContext, server: MortalServer
) -> None:
    chat = Chat(new_context(viewport={"width": 360, "height": 740}).new_page())
    chat.page.goto(server.url)
    chat.open()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    for key in ["Tab"] * 25 + ["Shift+Tab"] * 25:
        chat.page.keyboard.press(key)
        assert chat.page.evaluate("document.activeElement.tagName") == "ASSISTANT-CHAT"
    # Turned to a larger window, the page beside it is there again.
    chat.page.set_viewport_size({"width": 900, "height": 740})
    expect(chat.panel).to_have_attribute("aria-modal", "false")


def test_screen_reader_gets_roles_names_and_whole_messages(chat: Chat) -> None:
    expect(chat.host).to_have_attribute("lang", "nl")
    chat.open().say("helpt het tegen kuitkramp")
    expect(chat.host).to_match_aria_snapshot(
        """
        - dialog "Digitale assistent":
          - banner:
            - heading "Digitale assistent" [level=2]
            - paragraph: Computerprogramma
            - button "Menu"
            - button "Chat sluiten"
          - region "Gesprek":
            - region "Over deze chat"
            - list "Voorbeelden van vragen"
            - log "Gesprek":
              - text: "U zei:"
              - paragraph: helpt het tegen kuitkramp
              - time
              - text: "Digitale assistent zegt:"
              - paragraph: /Magnesium/
              - list:
                - listitem:
                  - link /Bron/
              - time
              - group "Was dit antwoord nuttig?":
                - button "Nuttig"
                - button "Niet nuttig"
              - list "Vragen die u nu kunt stellen"
          - textbox "Uw vraag"
          - button "Verstuur"
        """
    )


def test_screen_reader_gets_menu_question_and_emergency(chat: Chat) -> None:
    chat.open().host.get_by_role("button", name="Menu").click()
    expect(chat.panel).to_match_aria_snapshot(
        """
        - button "Menu" [expanded]
        - list:
          - listitem:
            - button "Medewerker spreken"
          - listitem:
            - button "Opnieuw beginnen"
          - listitem:
            - button "Gesprek downloaden"
          - listitem:
            - button "Gesprek wissen"
          - listitem:
            - button "Geluid aanzetten"
          - listitem:
            - link "Privacyverklaring"
        """
    )
    chat.host.get_by_role("button", name="Gesprek wissen").click()
    expect(chat.host).to_match_aria_snapshot(
        """
        - alertdialog /Wilt u dit gesprek wissen/:
          - paragraph: /Wilt u dit gesprek wissen/
          - button "Nee, ga terug"
          - button "Ja, wis het gesprek"
        """
    )
    chat.page.keyboard.press("Escape")
    chat.say("mijn keel zwelt op en ik stik bijna")
    expect(chat.log).to_match_aria_snapshot(
        """
        - alert:
          - text: "Digitale assistent zegt:"
          - paragraph: Dringend
          - paragraph:
            - text: Bel nu
            - link "112":
              - /url: tel:112
          - list:
            - listitem:
              - link /Bel 112/:
                - /url: tel:112
        """
    )


def test_messages_are_announced_politely_and_whole(chat: Chat) -> None:
    chat.open()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    chat.log.evaluate(
        """log => {
            window.added = [];
            new MutationObserver((records) => {
                for (const { addedNodes } of records) {
                    for (const node of addedNodes) window.added.push(node.innerText);
                }
            }).observe(log, { childList: true });
        }"""
    )
    chat.say("helpt het tegen kuitkramp")
    added = chat.page.evaluate("window.added")
    assert len(added) == 2
    assert added[0].startswith("U zei:")
    assert re.search(r"zegt:.*Magnesium.*Bron", added[1], re.DOTALL)


def test_a_sentence_in_another_language_is_marked_as_such(chat: Chat) -> None:
    answer = chat.open().say("Does it help against cramps?")
    said = answer.locator(".bubble > p")
    expect(said).to_have_attribute("lang", "en")
    expect(chat.say("helpt het tegen kuitkramp").locator("[lang]")).to_have_count(0)


def test_a_restored_conversation_is_not_announced(chat: Chat) -> None:
    chat.open().say("helpt het tegen kuitkramp")
    chat.page.add_init_script(
        """window.live = [];
        setInterval(() => {
            const log = document.querySelector("assistant-chat")?.shadowRoot.querySelector(".log");
            const count = log?.querySelectorAll(".bot").length;
            if (count && !window.live.length) window.live.push(log.getAttribute("aria-live"));
        }, 5);"""
    )
    chat.page.reload()
    expect(chat.bot_messages).to_have_count(1)
    chat.page.wait_for_timeout(50)
    assert chat.page.evaluate("window.live") == ["off"]
    expect(chat.log).to_have_attribute("aria-live", "polite")


def test_reduced_motion_moves_nothing(new_context: NewContext, server: MortalServer) -> None:
    chat = Chat(new_context(reduced_motion="reduce").new_page())
    chat.page.goto(server.url)
    chat.open()
    assert chat.panel.evaluate("e => e.getAnimations({ subtree: true }).length") == 0
    moving = Chat(new_context(reduced_motion="no-preference").new_page())
    moving.page.goto(server.url)
    moving.launcher.click()
    assert moving.panel.evaluate("e => getComputedStyle(e).animationName") == "rise"
