"""What most visitors do, in a real browser before a real server."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.chat import ANSWER_MS, Chat
from tests.browser.conftest import MortalServer, NewContext

QUESTION = "helpt het ook als mijn kuit vastschiet"


def test_first_opening_says_what_this_is_and_suggests_four_questions(chat: Chat) -> None:
    chat.open()
    notice = chat.host.locator(".notice")
    expect(notice).to_contain_text("computerprogramma")
    expect(notice).to_contain_text("vervangt geen arts of apotheker")
    expect(notice).to_contain_text(re.compile(r"\d+ dagen"))
    expect(notice.get_by_role("link", name="Privacyverklaring")).to_have_attribute(
        "href", re.compile("^https://")
    )
    expect(chat.host.get_by_role("list", name="Voorbeelden").get_by_role("button")).to_have_count(4)


def test_nothing_is_stored_before_the_chat_is_opened(chat: Chat, context: BrowserContext) -> None:
    expect(chat.launcher).to_be_visible()
    assert context.cookies() == []


def test_answer_shows_its_source_as_a_link_and_the_time(chat: Chat, server: MortalServer) -> None:
    answer = chat.open().say(QUESTION)
    expect(answer).to_have_class(re.compile("answer"))
    source = answer.get_by_role("link", name=re.compile("^Bron"))
    expect(source).to_have_attribute("href", f"{server.url}/demo/artikel#deel-2")
    expect(answer.locator("time")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    assert "Bron" not in answer.locator("p").all_inner_texts()[-1]


def test_source_leads_to_its_section_and_the_conversation_goes_along(chat: Chat) -> None:
    chat.open().say(QUESTION).get_by_role("link", name=re.compile("^Bron")).click()
    expect(chat.page.locator("#deel-2")).to_be_in_viewport()
    expect(chat.panel).to_be_visible()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.said() == [QUESTION]


def test_quick_replies_stay_usable(chat: Chat) -> None:
    first = chat.open().say(QUESTION)
    reply = first.locator(".replies button").first
    title = reply.inner_text()
    reply.click()
    chat.answer(1)
    reply.click()
    chat.answer(2)
    assert chat.said() == [QUESTION, title, title]


def test_suggestion_is_answered(chat: Chat) -> None:
    chat.open().host.get_by_role("button", name="In welk eten zit magnesium?").click()
    expect(chat.answer(0)).to_contain_text("spinazie")
    assert chat.said() == ["In welk eten zit magnesium?"]


def test_reload_restores_the_conversation_and_takes_no_focus(chat: Chat) -> None:
    chat.open().say(QUESTION)
    chat.page.reload()
    expect(chat.panel).to_be_visible()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.said() == [QUESTION]
    assert chat.focused() != "Uw vraag"


def test_a_draft_outlives_a_reload(chat: Chat) -> None:
    chat.open().input.fill("nog niet af")
    chat.page.reload()
    expect(chat.input).to_have_value("nog niet af")


def test_back_button_brings_the_conversation_back(chat: Chat, server: MortalServer) -> None:
    chat.open().say(QUESTION)
    chat.page.goto(f"{server.url}/demo/artikel")
    chat.say("en welke soort neem ik dan")
    chat.page.go_back()
    expect(chat.bot_messages).to_have_count(2, timeout=ANSWER_MS)
    assert chat.said() == [QUESTION, "en welke soort neem ik dan"]
    chat.say("hoeveel per dag dan")
    assert len(chat.said()) == 3


def test_two_tabs_stay_in_step(chat: Chat, context: BrowserContext, server: MortalServer) -> None:
    chat.open().say(QUESTION)
    other = Chat(context.new_page())
    other.page.goto(f"{server.url}/demo/artikel")
    other.launcher.click()
    expect(other.bot_messages).to_have_count(1)
    other.say("in welk eten zit het")
    expect(chat.bot_messages).to_have_count(2, timeout=ANSWER_MS)
    assert chat.said() == other.said() == [QUESTION, "in welk eten zit het"]


def test_thumb_shows_in_every_tab_and_after_a_reload(
    chat: Chat, context: BrowserContext, server: MortalServer
) -> None:
    answer = chat.open().say(QUESTION)
    answer.get_by_role("button", name="Niet nuttig").click()
    answer.get_by_role("textbox").fill("ik wil weten hoeveel")
    answer.get_by_role("button", name="Verstuur reden").click()
    expect(answer.get_by_text("Dank u wel.")).to_be_visible()
    chat.page.reload()
    expect(chat.host.get_by_role("button", name="Niet nuttig")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_emergency_is_an_alert_with_a_telephone_link(chat: Chat) -> None:
    chat.open().send("mijn man krijgt ineens geen lucht meer")
    alert = chat.host.get_by_role("alert")
    expect(alert).to_contain_text("112", timeout=ANSWER_MS)
    expect(alert.get_by_role("link", name=re.compile("^Bel 112"))).to_have_attribute(
        "href", "tel:112"
    )
    chat.page.reload()
    expect(chat.bot_messages.first).to_contain_text("112")
    expect(chat.host.get_by_role("alert")).to_have_count(0)


def test_referral_is_a_card(chat: Chat) -> None:
    answer = chat.open().say("ik ben in verwachting, welke is goed voor mij")
    expect(answer).to_have_class(re.compile("referral"))
    expect(answer).to_contain_text("Vraag een zorgverlener")


def test_start_over_begins_another_conversation(chat: Chat) -> None:
    chat.open().say(QUESTION)
    chat.menu("Opnieuw beginnen")
    chat.host.get_by_role("button", name="Ja, begin opnieuw").click()
    expect(chat.user_messages).to_have_count(0)
    chat.page.reload()
    expect(chat.host.locator(".notice")).to_be_visible()
    expect(chat.bot_messages).to_have_count(0)


def test_download_holds_what_was_said(chat: Chat) -> None:
    chat.open().say(QUESTION)
    with chat.page.expect_download() as download:
        chat.menu("Gesprek downloaden")
    assert download.value.suggested_filename == "gesprek.txt"
    said, stored = download.value.path().read_text(encoding="utf-8").split("Hieronder staat alles")
    assert re.search(rf" · U\n{QUESTION}\n\n.* · Digitale assistent\nMagnesium", said)
    assert "{" not in said
    assert "web_sessions" in stored


def test_deleting_empties_every_tab_and_the_server(
    chat: Chat, context: BrowserContext, server: MortalServer
) -> None:
    chat.open().say(QUESTION)
    other = Chat(context.new_page())
    other.page.goto(server.url)
    other.launcher.click()
    expect(other.bot_messages).to_have_count(1)
    chat.menu("Gesprek wissen")
    chat.host.get_by_role("button", name="Ja, wis het gesprek").click()
    expect(chat.host.get_by_text("Het gesprek is gewist")).to_be_visible()
    for tab in (chat, other):
        expect(tab.bot_messages).to_have_count(0)
    status = chat.page.evaluate("async () => (await fetch('/chat/v1/history')).status")
    assert status == 401
    chat.say("en nu weer een vraag over kramp")
    assert len(chat.said()) == 1


def test_a_person_can_be_asked_for(chat: Chat) -> None:
    chat.open().menu("Medewerker spreken")
    expect(chat.answer(0)).to_contain_text("edewerker")


def test_long_words_wrap_and_long_texts_get_a_line(chat: Chat) -> None:
    chat.open().say("magnesium" * 30)
    assert chat.host.locator(".scroller").evaluate("e => e.scrollWidth <= e.clientWidth")
    chat.input.fill("kramp " * 400)
    expect(chat.host.locator(".count")).to_contain_text("van 2000 tekens")
    chat.input.press("Enter")
    expect(chat.answer(1)).to_contain_text("te lang")


def test_unread_messages_are_counted_and_marked(chat: Chat) -> None:
    chat.open().say(QUESTION)
    chat.answered_while_closed("en in welk eten zit het")
    expect(chat.launcher).to_have_accessible_name(re.compile("1 nieuw bericht"), timeout=ANSWER_MS)
    chat.launcher.click()
    expect(chat.host.get_by_text("nieuw bericht", exact=True)).to_be_visible()
    expect(chat.bot_messages).to_have_count(2)


def test_a_message_while_scrolled_up_waits_below(chat: Chat) -> None:
    for text in (QUESTION, "welke soorten zijn er", "hoeveel per dag"):
        last = chat.open().say(text) if text == QUESTION else chat.say(text)
    expect(last).to_be_in_viewport()
    scroller = chat.host.locator(".scroller")
    chat.page.route("**/chat/v1/message", lambda route: route.continue_())
    chat.input.fill("en in welk eten zit het")
    chat.input.press("Enter")
    scroller.evaluate("e => { e.scrollTop = 0; }")
    expect(chat.bot_messages).to_have_count(4, timeout=ANSWER_MS)
    newest = chat.host.get_by_role("button", name="Naar het nieuwste bericht")
    expect(newest).to_be_visible()
    expect(chat.bot_messages.last).not_to_be_in_viewport()
    newest.click()
    expect(chat.bot_messages.last).to_be_in_viewport()
    expect(newest).to_be_hidden()


def test_product_page_tells_which_product(chat: Chat) -> None:
    expect(chat.open().say("waar kan ik jullie potjes kopen")).to_contain_text("U bekijkt nu")


def test_chat_on_another_origin(page: Page, server: MortalServer) -> None:
    page.goto(f"{server.other_site}/demo/embedded")
    chat = Chat(page).open()
    expect(chat.panel).to_have_accessible_name("Vraag het Noor")
    expect(chat.host.get_by_text("Welkom bij onze winkel.")).to_be_visible()
    chat.say(QUESTION)
    page.reload()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.host.evaluate("e => e.getBoundingClientRect().left") is not None
    box = chat.panel.bounding_box()
    assert box and box["x"] < 100


def test_what_customers_write_is_not_logged(chat: Chat, server: MortalServer) -> None:
    chat.open().say("zeldzaamwoord kramp in mijn kuit")
    assert "zeldzaamwoord" not in server.log()


def test_text_can_be_selected_and_copied(new_context: NewContext, server: MortalServer) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    chat = Chat(context.new_page())
    chat.page.goto(server.url)
    bubble = chat.open().say(QUESTION).locator(".bubble > p").first
    bubble.click(click_count=3)
    chat.page.keyboard.press("Control+c")
    assert chat.page.evaluate("() => navigator.clipboard.readText()").strip()
