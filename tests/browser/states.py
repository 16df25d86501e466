"""Every state that the chat can be in, as a visitor gets there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.chat import ANSWER_MS, Chat

HANDOVER = {
    "events": [
        {
            "id": 1, "at": "2026-01-02T09:00:00+00:00", "in_reply_to": None, "type": "handover",
            "status": "taken_over", "name": "Sanne", "text": "Sanne neemt het gesprek over.",
        },
        {
            "id": 2, "at": "2026-01-02T09:01:00+00:00", "in_reply_to": None, "type": "message",
            "kind": "handover", "topics": [], "text": "Goedendag, met **Sanne**.", "buttons": [],
            "links": [], "from": "Sanne",
        },
    ],
    "last": 2,
    "typing": False,
}  # fmt: skip


def closed(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()


def welcome(chat: Chat) -> None:
    chat.open()


def answered(chat: Chat) -> None:
    chat.open().say("wat doet het voor mijn botten")


def judged(chat: Chat) -> None:
    answer = chat.open().say("wat doet het voor mijn botten")
    answer.get_by_role("button", name="Niet nuttig").click()
    expect(answer.get_by_text("Dank u wel.")).to_be_visible()


def products(chat: Chat) -> None:
    chat.open().say("welke potjes hebben jullie te koop")


def referral(chat: Chat) -> None:
    chat.open().say("ik gebruik bloedverdunners, mag het samen")


def emergency(chat: Chat) -> None:
    chat.open().say("mijn keel zwelt op en ik stik bijna")


def form(chat: Chat) -> None:
    chat.open().menu("Medewerker spreken")
    expect(chat.bot_messages.last).to_contain_text("naam", timeout=ANSWER_MS)


def menu(chat: Chat) -> None:
    chat.open().host.get_by_role("button", name="Menu").click()


def asking(chat: Chat) -> None:
    chat.open().menu("Gesprek wissen")
    expect(chat.host.get_by_role("alertdialog")).to_be_visible()


def deleted(chat: Chat) -> None:
    asking(chat)
    chat.host.get_by_role("button", name="Ja, wis het gesprek").click()
    expect(chat.host.get_by_text("Het gesprek is gewist")).to_be_visible()


def offline(chat: Chat) -> None:
    chat.open().page.context.set_offline(True)
    chat.send("dit wacht nog even")
    expect(chat.user_messages).to_contain_text("Nog niet verstuurd")
    expect(chat.status).to_be_visible()


def refused(chat: Chat) -> None:
    body = {"error": {"code": "too_large", "message": "Uw bericht is veel te lang."}}
    chat.open().page.route("**/chat/v1/message", lambda route: route.fulfill(status=413, json=body))
    chat.send("een veel te lang bericht")
    expect(chat.host.get_by_text("Uw bericht is veel te lang.")).to_be_visible()


def long_text(chat: Chat) -> None:
    chat.open().input.fill("lang bericht " * 170)
    expect(chat.host.locator(".count")).to_be_visible()


def unread(chat: Chat) -> None:
    chat.open().say("wat doet het voor mijn botten")
    chat.answered_while_closed("en waar zit het in")
    expect(chat.launcher.locator(".badge")).to_have_text("1", timeout=ANSWER_MS)


def person(chat: Chat) -> None:
    chat.page.route("**/chat/v1/history", lambda route: route.fulfill(json=HANDOVER))
    chat.open()
    expect(chat.host.get_by_text("U praat met Sanne")).to_be_visible()


def scrolled_up(chat: Chat) -> None:
    chat.open().say("wat doet het voor mijn botten")
    chat.say("welke soorten zijn er")
    chat.host.locator(".scroller").evaluate("e => { e.scrollTop = 0; }")
    expect(chat.host.get_by_role("button", name="Naar het nieuwste bericht")).to_be_visible()


STATES: tuple[Callable[[Chat], None], ...] = (
    closed, welcome, answered, judged, products, referral, emergency, form, menu, asking, deleted,
    offline, refused, long_text, unread, person, scrolled_up,
)  # fmt: skip
