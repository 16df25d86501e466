"""Nothing is lost or doubled: lost networks, killed servers, expired tokens."""

from __future__ import annotations

import os
import random

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.chat import ANSWER_MS, Chat
from tests.browser.conftest import MortalServer

# `make proof` sets 100.
CYCLES = int(os.environ.get("ASSISTANT_CYCLES") or 6)
QUESTION = "mag ik iets vragen over soorten magnesium"


def test_offline_keeps_what_was_typed_and_sends_it_once(
    chat: Chat, context: BrowserContext
) -> None:
    chat.open()
    context.set_offline(True)
    expect(chat.status).to_contain_text("Geen internet")
    chat.send(QUESTION)
    expect(chat.user_messages).to_contain_text("Nog niet verstuurd")
    context.set_offline(False)
    chat.answer(0)
    expect(chat.user_messages).not_to_contain_text("Nog niet verstuurd")
    expect(chat.status).to_be_hidden(timeout=ANSWER_MS)
    chat.page.reload()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.said() == [QUESTION]


def test_starting_over_that_fails_loses_no_message(chat: Chat, context: BrowserContext) -> None:
    chat.open()
    context.set_offline(True)
    chat.send(QUESTION)
    expect(chat.user_messages).to_contain_text("Nog niet verstuurd")
    chat.menu("Opnieuw beginnen")
    chat.host.get_by_role("button", name="Ja, begin opnieuw").click()
    expect(chat.host.get_by_text("Er ging iets mis")).to_be_visible()
    context.set_offline(False)
    chat.answer(0)
    assert chat.said() == [QUESTION]


def test_a_page_closed_offline_sends_on_the_next_page(
    chat: Chat, context: BrowserContext, server: MortalServer
) -> None:
    chat.open()
    context.set_offline(True)
    chat.send(QUESTION)
    expect(chat.user_messages).to_contain_text("Nog niet verstuurd")
    chat.page.close()
    context.set_offline(False)
    chat = Chat(context.new_page())
    chat.page.goto(f"{server.url}/demo/artikel")
    chat.launcher.click()
    chat.answer(0)
    assert chat.said() == [QUESTION]


def test_a_lost_confirmation_is_asked_for_with_the_same_id(chat: Chat) -> None:
    ids: list[str] = []

    def lose_first(route: Route) -> None:
        ids.append(route.request.post_data_json["id"])
        if len(ids) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    chat.open().page.route("**/chat/v1/message", lose_first)
    chat.say(QUESTION)
    expect(chat.user_messages).not_to_contain_text("Nog niet verstuurd", timeout=ANSWER_MS)
    assert len(set(ids)) == 1
    chat.page.reload()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.said() == [QUESTION]


def test_server_killed_and_restarted_mid_answer(chat: Chat, server: MortalServer) -> None:
    chat.open()
    with chat.page.expect_response("**/chat/v1/message"):
        chat.send(QUESTION)
    server.kill()
    expect(chat.status).to_contain_text("opnieuw", timeout=ANSWER_MS)
    chat.send("en hoeveel mag dat zijn")
    server.start()
    expect(chat.bot_messages).to_have_count(2, timeout=90_000)
    assert chat.said() == [QUESTION, "en hoeveel mag dat zijn"]
    chat.page.reload()
    expect(chat.bot_messages).to_have_count(2)
    assert chat.said() == [QUESTION, "en hoeveel mag dat zijn"]


def test_expired_token_begins_anew_and_keeps_what_is_shown(
    chat: Chat, context: BrowserContext
) -> None:
    first = chat.open().say(QUESTION)
    context.clear_cookies()
    chat.say("wat zit er in spinazie")
    expect(chat.host.get_by_text("Het vorige gesprek is verlopen")).to_be_visible()
    assert chat.said() == [QUESTION, "wat zit er in spinazie"]
    # A button of the earlier conversation still asks its question.
    first.locator(".replies button").first.click()
    chat.answer(2)


def test_slow_network_shows_that_an_answer_is_coming(chat: Chat, context: BrowserContext) -> None:
    chat.open()
    network = context.new_cdp_session(chat.page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 1500, "downloadThroughput": 4000, "uploadThroughput": 4000},
    )
    chat.send(QUESTION)
    expect(chat.user_messages).to_have_count(1, timeout=500)
    chat.answer(0)
    assert chat.said() == [QUESTION]


@pytest.mark.parametrize("refuses", [False, True], ids=["buffering proxy", "no stream left"])
def test_long_polls_where_no_stream_passes(chat: Chat, refuses: bool) -> None:
    def hold_back(route: Route) -> None:
        if "text/event-stream" not in (route.request.headers.get("accept") or ""):
            route.continue_()
        elif refuses:
            route.fulfill(status=429, json={}, headers={"Retry-After": "2"})
        # Else nothing ever arrives.

    chat.page.route("**/chat/v1/events*", hold_back)
    chat.open()
    chat.say(QUESTION)
    chat.say("en hoeveel mag dat zijn")
    assert len(chat.said()) == 2


def test_many_tabs_in_the_background_leave_room_for_the_one_in_front(
    chat: Chat, context: BrowserContext, server: MortalServer
) -> None:
    chat.open().say(QUESTION)
    others = [context.new_page() for _ in range(8)]
    for other in others:
        other.add_init_script(
            "Object.defineProperty(document, 'hidden', { get: () => !window.seen })"
        )
        other.goto(f"{server.url}/demo/artikel", wait_until="commit")
    expect(Chat(others[-1]).launcher).to_be_visible()
    chat.say("en hoeveel mag dat zijn")
    # They have the conversation, and follow it once they are looked at.
    expect(Chat(others[0]).bot_messages).not_to_have_count(0)
    others[0].evaluate("window.seen = true; document.dispatchEvent(new Event('visibilitychange'))")
    expect(Chat(others[0]).bot_messages).to_have_count(2, timeout=ANSWER_MS)


def test_a_refused_message_comes_back_to_the_input(chat: Chat) -> None:
    line = "Uw bericht is veel te lang. Kunt u het korter maken?"

    def refuse(route: Route) -> None:
        route.fulfill(status=413, json={"error": {"code": "too_large", "message": line}})

    chat.open().page.route("**/chat/v1/message", refuse)
    chat.send(QUESTION)
    expect(chat.host.get_by_text(line)).to_be_visible()
    expect(chat.input).to_have_value(QUESTION)


def test_too_many_messages_wait_as_long_as_the_server_says(chat: Chat) -> None:
    tries: list[str] = []

    def refuse_first(route: Route) -> None:
        tries.append(route.request.post_data_json["id"])
        if len(tries) == 1:
            body = {"error": {"code": "too_many", "message": "U stuurt veel berichten."}}
            route.fulfill(status=429, json=body, headers={"Retry-After": "1"})
        else:
            route.continue_()

    chat.open().page.route("**/chat/v1/message", refuse_first)
    chat.send(QUESTION)
    expect(chat.host.get_by_text("U stuurt veel berichten.")).to_be_visible()
    chat.answer(0)
    assert len(tries) == 2 and tries[0] == tries[1]


@pytest.mark.parametrize("seed", [7])
def test_cycles_of_reloads_kills_and_lost_networks(
    context: BrowserContext, server: MortalServer, seed: int
) -> None:
    """Each cycle sends a message and breaks something at a moment of chance."""
    chance = random.Random(seed)
    page = context.new_page()
    page.goto(server.url)
    chat = Chat(page).open()
    sent: list[str] = []
    for number in range(CYCLES):
        text = f"vraag nummer {number} over soorten magnesium"
        sent.append(text)
        # Every sort of break in turn, so that a short run has them all.
        page = _break(("reload", "offline", "kill")[number % 3], chat, page, server, chance, text)
        chat = Chat(page)
        expect(chat.bot_messages).to_have_count(len(sent), timeout=120_000)
    page.reload()
    expect(chat.bot_messages).to_have_count(len(sent), timeout=ANSWER_MS)
    assert chat.said() == sent
    numbers = page.evaluate(
        "async () => (await (await fetch('/chat/v1/history')).json()).events.map((e) => e.id)"
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 2 * len(sent)


def _break(
    how: str, chat: Chat, page: Page, server: MortalServer, chance: random.Random, text: str
) -> Page:
    context = page.context
    before = chance.random() < 0.5
    pause = chance.randrange(0, 250)
    if how == "offline":
        if before:
            context.set_offline(True)
        chat.send(text)
        page.wait_for_timeout(pause)
        context.set_offline(True)
        page.wait_for_timeout(pause)
        context.set_offline(False)
    elif how == "kill":
        if before:
            server.kill()
        chat.send(text)
        page.wait_for_timeout(pause)
        if not before:
            server.kill()
        server.start()
    else:
        chat.send(text)
        page.wait_for_timeout(pause)
        if before:
            page.reload()
        else:
            page.close()
            page = context.new_page()
            page.goto(server.url)
            Chat(page).launcher.click()
    return page
