"""Shops with strict or careless pages, and texts that try to be code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import ANSWER_MS, Chat
from tests.browser.conftest import MortalServer

HOSTILE = [
    "<img src=x onerror=window.hacked=1>",
    "<script>window.hacked=1</script>",
    "javascript:window.hacked=1",
    "**<b onclick=window.hacked=1>vet</b>**",
    '"><svg onload=window.hacked=1>',
]
Shop = Callable[..., Chat]


@pytest.fixture
def shop(page: Page, server: MortalServer) -> Iterator[Shop]:
    """Open a page of another origin that embeds the chat."""
    served = {"html": "", "policy": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served["html"].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if served["policy"]:
                self.send_header("Content-Security-Policy", served["policy"])
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=site.serve_forever, daemon=True).start()

    def visit(head: str = "", attributes: str = "", policy: str = "") -> Chat:
        served["policy"] = policy
        served["html"] = (
            f"<!doctype html><html lang=nl><head><title>Winkel</title>{head}"
            f'<script src="{server.url}/widget.js" {attributes} defer></script></head>'
            "<body><h1>Winkel</h1><div>Tekst</div></body></html>"
        )
        page.goto(f"http://127.0.0.1:{site.server_port}/")
        return Chat(page)

    yield visit
    site.shutdown()


def history(events: list[dict[str, object]]) -> dict[str, object]:
    common = {"at": "2026-01-02T09:00:00+00:00", "in_reply_to": None}
    numbered = [{**common, "id": number, **event} for number, event in enumerate(events, 1)]
    return {"events": numbered, "last": len(events), "typing": False}


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_customer_types_stays_text(chat: Chat, text: str) -> None:
    chat.open().say(text)
    chat.page.reload()
    expect(chat.bot_messages).to_have_count(1)
    assert chat.said() == [text]
    assert chat.page.evaluate("window.hacked") is None


def test_what_the_server_sends_stays_text(chat: Chat) -> None:
    events: list[dict[str, object]] = [
        {
            "type": "message", "kind": "handover", "topics": [], "text": text, "from": text,
            "buttons": [{"title": text, "payload": text}],
            "links": [{"title": text, "url": text, "role": "source"}],
        }
        for text in HOSTILE
    ]  # fmt: skip
    events += [{"type": "handover", "status": "taken_over", "name": HOSTILE[0], "text": HOSTILE[1]}]
    events += [{"type": "unknown", "text": "van een nieuwere server"}]
    chat.page.route("**/chat/v1/history", lambda route: route.fulfill(json=history(events)))
    chat.open()
    expect(chat.bot_messages).to_have_count(len(HOSTILE))
    for kind in ("img[src=x]", "script", "b", "svg[onload]", "a[href^=javascript]"):
        assert chat.host.locator(f".log {kind}").count() == 0
    expect(chat.host.get_by_text(HOSTILE[0]).first).to_be_visible()
    assert chat.page.evaluate("window.hacked") is None


@pytest.mark.parametrize("text", HOSTILE)
def test_settings_stay_text(shop: Shop, text: str) -> None:
    value = escape(text, quote=True)
    chat = shop(attributes=f'data-name="{value}" data-greeting="{value}" data-avatar="{value}"')
    chat.open()
    expect(chat.host.get_by_role("heading")).to_have_text(text)
    assert chat.page.evaluate("window.hacked") is None


def test_strictest_policy_breaks_nothing(shop: Shop, server: MortalServer) -> None:
    problems: list[str] = []
    policy = (
        f"default-src 'none'; script-src {server.url}; connect-src {server.url}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    chat = shop(attributes='data-color="#7a1fa2"', policy=policy)
    chat.page.on("console", lambda message: problems.append(message.text))
    chat.open().say("helpt het tegen kuitkramp")
    chat.menu("Gesprek wissen")
    color = chat.host.locator("header").evaluate("e => getComputedStyle(e).backgroundColor")
    assert color == "rgb(122, 31, 162)"
    assert problems == []


def test_shop_styles_and_ours_never_meet(shop: Shop) -> None:
    careless = (
        "<style>* { font-size: 40px !important; color: red !important; }"
        "div, button, assistant-chat { display: none !important; opacity: .1 !important }"
        "html { font-size: 5px }</style>"
    )
    chat = shop(head=careless)
    chat.open()
    style = chat.host.get_by_role("button", name="Verstuur").evaluate(
        "e => [getComputedStyle(e).fontSize, getComputedStyle(e).opacity]"
    )
    assert style == ["16px", "1"]
    assert chat.host.evaluate("e => getComputedStyle(e).opacity") == "1"
    heading = chat.page.locator("h1").evaluate("e => getComputedStyle(e).color")
    assert heading == "rgb(255, 0, 0)"


def test_settings_of_a_shop(shop: Shop) -> None:
    lines = json.dumps({"launcher": "Hulp nodig?", "placeholder": "Wat wilt u weten?"})
    chat = shop(
        head=f'<script type="application/json" id="teksten">{lines}</script>'
        "<style>assistant-chat { --assistant-chat-color: #ffd400; --assistant-chat-width: 500px }"
        "</style>",
        attributes=(
            'data-strings="#teksten" data-position="left" data-theme="dark" data-open '
            'data-name="Vraag het Noor"'
        ),
    )
    expect(chat.panel).to_be_visible()
    expect(chat.host.locator(".notice")).to_be_visible(timeout=ANSWER_MS)
    assert chat.focused() != "Uw vraag"
    expect(chat.input).to_have_attribute("placeholder", "Wat wilt u weten?")
    box = chat.panel.bounding_box()
    assert box and box["x"] < 50 and box["width"] == 500
    # Black reads on this yellow, white doesn't.
    header = chat.host.locator("header")
    assert header.evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    chat.host.get_by_role("button", name="Chat sluiten").click()
    expect(chat.launcher).to_contain_text("Hulp nodig?")
    chat.page.reload()
    expect(chat.launcher).to_be_visible()


def test_a_slip_in_the_shops_lines_leaves_the_chat_in_dutch(shop: Shop) -> None:
    chat = shop(
        head='<script type="application/json" id="teksten">{"launcher": "Hulp",}</script>',
        attributes='data-strings="#teksten"',
    )
    expect(chat.launcher).to_contain_text("Stel een vraag")


def test_a_slip_in_the_shops_colour_leaves_ours(shop: Shop) -> None:
    chat = shop(attributes='data-color="5b3aa8"')
    colour = chat.launcher.evaluate("e => getComputedStyle(e).backgroundColor")
    assert colour == "rgb(29, 107, 79)"


def test_a_script_tag_in_the_head_without_defer(page: Page, server: MortalServer) -> None:
    html = f'<!doctype html><html lang=nl><head><script src="{server.url}/widget.js"></script>'
    page.route(
        f"{server.url}/hal", lambda route: route.fulfill(body=html, content_type="text/html")
    )
    page.goto(f"{server.url}/hal")
    Chat(page).open()


def test_page_opens_and_closes_the_chat_in_javascript(chat: Chat) -> None:
    chat.page.evaluate("assistantChat.open()")
    expect(chat.panel).to_be_visible()
    chat.page.evaluate("assistantChat.close()")
    expect(chat.panel).to_be_hidden()


def test_token_stands_in_no_address_and_nothing_comes_from_elsewhere(
    shop: Shop, server: MortalServer
) -> None:
    addresses: list[str] = []
    chat = shop()
    chat.page.on("request", lambda request: addresses.append(request.url))
    chat.open().say("helpt het tegen kuitkramp")
    token = chat.page.evaluate(
        "Object.entries(localStorage).map(([, value]) => JSON.parse(value).token).find(Boolean)"
    )
    assert token
    assert addresses
    for address in addresses:
        assert token not in address
        assert address.startswith(server.url)


def test_without_storage_the_chat_still_answers(page: Page, server: MortalServer) -> None:
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get() { throw new Error("denied"); } });
        }"""
    )
    page.goto(server.url)
    Chat(page).open().say("helpt het tegen kuitkramp")


def test_a_server_that_is_down_is_said_and_tried_again(chat: Chat) -> None:
    fails = True

    def maybe(route: Route) -> None:
        if fails:
            route.abort()
        else:
            route.continue_()

    chat.page.route("**/chat/v1/**", maybe)
    chat.launcher.click()
    expect(chat.status).to_contain_text("opnieuw")
    chat.send("helpt het tegen kuitkramp")
    now = chat.host.get_by_role("button", name="Nu proberen")
    expect(now).to_be_visible()
    fails = False
    # Not a click with a mouse: the widget may try by itself in this moment, and hide the button.
    now.dispatch_event("click")
    chat.answer(0)
    expect(chat.host.locator(".notice")).to_be_visible()
