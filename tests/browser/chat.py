"""What a visitor does with the chat, and what they see."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

ANSWER_MS = 40_000


class Chat:
    """The widget on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.host = page.locator("assistant-chat")
        self.launcher = self.host.locator(".launcher")
        self.panel = self.host.get_by_role("dialog")
        self.input = self.host.get_by_role("textbox", name="Uw vraag")
        self.log = self.host.get_by_role("log")
        self.status = self.host.locator(".status")

    def open(self) -> Chat:
        """Open it and wait for its welcome."""
        self.launcher.click()
        expect(self.host.locator(".notice")).to_be_visible(timeout=ANSWER_MS)
        return self

    def send(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def say(self, text: str) -> Locator:
        """Send a text and return the answer to it."""
        before = self.bot_messages.count()
        self.send(text)
        return self.answer(before)

    def answer(self, before: int) -> Locator:
        """Wait for a message after the first ``before`` ones of the assistant."""
        message = self.bot_messages.nth(before)
        expect(message).to_be_visible(timeout=ANSWER_MS)
        return message

    def answered_while_closed(self, text: str) -> None:
        """Send a text that leaves only when the panel is closed again."""
        self.page.context.set_offline(True)
        self.send(text)
        self.host.get_by_role("button", name="Chat sluiten").click()
        self.page.context.set_offline(False)

    @property
    def bot_messages(self) -> Locator:
        return self.host.locator(".message.bot")

    @property
    def user_messages(self) -> Locator:
        return self.host.locator(".message.user")

    def said(self) -> list[str]:
        """The texts that the visitor is shown to have said, in order."""
        return self.host.locator(".message.user .bubble p").all_inner_texts()

    def menu(self, item: str) -> None:
        self.host.get_by_role("button", name="Menu").click()
        self.host.get_by_role("button", name=item).click()

    def focused(self) -> str:
        """Say which element has the focus: its label or text, or its tag."""
        return str(
            self.page.evaluate(
                """() => {
                    let at = document.activeElement;
                    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                    return at?.getAttribute("aria-label") || at?.textContent || at?.tagName || "";
                }"""
            )
        )
