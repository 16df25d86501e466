"""Telegram's Bot API."""

from __future__ import annotations

from typing import Any

from assistant.channels.messengers.http import Answer
from assistant.channels.messengers.incoming import Event, Incoming
from assistant.channels.messengers.limits import TELEGRAM
from assistant.channels.messengers.platform import Check, Platform, Webhook, raise_for
from assistant.channels.messengers.rendering import Part
from assistant.channels.messengers.settings import PUBLIC, Setting
from assistant.channels.messengers.signatures import same
from assistant.channels.messengers.telegram_events import ALLOWED_UPDATES, read_events
from assistant.channels.storable import read_json

TOKEN = Setting(
    "ASSISTANT_TELEGRAM_TOKEN", "token of the bot, as 123456789:AA...", r"\d+:[\w-]{8,}"
)
SECRET = Setting(
    "ASSISTANT_TELEGRAM_SECRET",
    "a word of your own choice: 16 or more of letters, digits, _ and -",
    r"[\w-]{16,256}",
)
API_URL = Setting(
    "ASSISTANT_TELEGRAM_URL",
    "the Bot API",
    r"https?://\S+",
    default="https://api.telegram.org",
)


class TelegramPlatform(Platform):
    """Telegram's Bot API."""

    channel = "telegram"
    title = "Telegram"
    limits = TELEGRAM
    settings = (TOKEN, SECRET, API_URL)

    def is_genuine(self, webhook: Webhook) -> bool:
        """Check the secret that Telegram was told when the webhook was set."""
        header = webhook.headers.get("x-telegram-bot-api-secret-token")
        return same(header, self.value(SECRET))

    def events(self, body: bytes) -> list[Event]:
        """Return what is new in a private chat."""
        return read_events(read_json(body))

    def request_for(self, part: Part, list_button: str) -> dict[str, Any]:
        """Return a text with a keyboard below it."""
        request: dict[str, Any] = {
            "text": part.text,
            "link_preview_options": {"is_disabled": True},
        }
        keyboard = [
            *([{"text": link.title, "url": link.url}] for link in part.links),
            *([{"text": choice.title, "callback_data": choice.id}] for choice in part.choices),
        ]
        if keyboard:
            request["reply_markup"] = {"inline_keyboard": keyboard}
        return request

    async def send(self, recipient: str, request: dict[str, Any]) -> None:
        """Send it. Raises TryLater or GiveUp."""
        answer = await self._call("sendMessage", {"chat_id": recipient, **request})
        # 403: the customer blocked the bot. 400: there is no such chat any more.
        raise_for(answer, str(answer.content.get("error_code", "")), frozenset(), frozenset())

    async def show_seen(self, incoming: Incoming) -> None:
        """Show that an answer is being written; a button stops waiting once it is answered."""
        if incoming.button is not None:
            await self._call("answerCallbackQuery", {"callback_query_id": incoming.handle})
        await self._call("sendChatAction", {"chat_id": incoming.sender, "action": "typing"})

    async def check(self) -> list[Check]:
        """Ask who we are and where Telegram sends messages."""
        me = await self._call("getMe", {})
        if not me.ok:
            return [_accepted("token", me)]
        told = (await self._call("getWebhookInfo", {})).content.get("result") or {}
        is_set = told.get("url") == self.webhook_url
        fix = "run `assistant channels register telegram`"
        checks = [_accepted("token", me), Check("webhook", is_set, fix)]
        if is_set and told.get("pending_update_count") and told.get("last_error_message"):
            fix = f"if the server runs and {PUBLIC.name} leads to it, {fix}"
            checks.append(Check(f"messages arrive ({told['last_error_message']})", False, fix))
        return checks

    async def register(self) -> list[Check]:
        """Set the webhook and the secret that Telegram then sends along."""
        webhook = {
            "url": self.webhook_url,
            "secret_token": self.value(SECRET),
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        answer = await self._call("setWebhook", webhook)
        return [_accepted("webhook set", answer, f"{PUBLIC.name}, {TOKEN.name}")]

    async def _call(self, method: str, content: dict[str, Any]) -> Answer:
        url = f"{self.value(API_URL)}/bot{self.value(TOKEN)}/{method}"
        return await self.client.request("POST", url, json=content)


def _accepted(what: str, answer: Answer, fix: str = TOKEN.name) -> Check:
    told = f" (status {answer.status}, {answer.content.get('description')})"
    return Check(what if answer.ok else f"{what}{told}", answer.ok, fix)
