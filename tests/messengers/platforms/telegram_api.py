"""Telegram's Bot API; its shapes are read with python-telegram-bot, written by others."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Update

from tests.messengers.platforms.stand_in import Refusal, Sent, StandIn, only, require, text_of

TOKEN = "123456789:AAtoken-of-the-tests_0123456789"


class TelegramApi(StandIn):
    """Refuses what the Bot API's documentation says is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.callbacks: set[str] = set()
        self.webhook: dict[str, Any] = {}
        # Why updates couldn't be delivered.
        self.undelivered: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        methods = {
            "sendMessage": self._send,
            "sendChatAction": self._action,
            "answerCallbackQuery": self._callback,
            "setWebhook": self._set_webhook,
            "getMe": self._me,
            "getWebhookInfo": self._info,
        }
        return [
            web.post(f"/bot{{token}}/{name}", self.handler(method, sends=name == "sendMessage"))
            for name, method in methods.items()
        ]

    def error(self, refusal: Refusal) -> web.Response:
        content: dict[str, Any] = {
            "ok": False,
            "error_code": refusal.status,
            "description": refusal.message,
        }
        if "wait" in refusal.more:
            content["parameters"] = {"retry_after": int(refusal.more["wait"])}
        return web.json_response(content, status=refusal.status)

    def _send(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "chat_id", "text", "reply_markup", "link_preview_options")
        text = text_of(content.get("text"), 4096, "message is too long: text")
        preview = LinkPreviewOptions.de_json(content["link_preview_options"], None)
        require(preview.is_disabled and not preview.api_kwargs, "link_preview_options")
        buttons = _keyboard(content["reply_markup"]) if "reply_markup" in content else []
        to = str(content.get("chat_id"))
        require(re.fullmatch(r"\d+", to), "chat not found")
        self.accept(Sent(to, text, buttons, content))
        message = {
            "message_id": len(self.accepted),
            "date": 1,
            "chat": {"id": int(to), "type": "private"},
            "text": text,
        }
        return {"ok": True, "result": message}

    def _action(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "chat_id", "action")
        require(content["action"] == "typing", "wrong parameter action in request")
        self.calls.append(("typing", content))
        return {"ok": True, "result": True}

    def _callback(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "callback_query_id")
        require(content["callback_query_id"] in self.callbacks, "query is too old or invalid")
        self.calls.append(("answerCallbackQuery", content))
        return {"ok": True, "result": True}

    def _set_webhook(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "url", "secret_token", "allowed_updates")
        require(re.fullmatch(r"[\w-]{1,256}", content["secret_token"]), "secret token")
        require(set(content["allowed_updates"]) <= set(Update.ALL_TYPES), "allowed_updates")
        address = urlsplit(content["url"])
        if address.scheme != "https" or address.port not in (None, 443, 80, 88, 8443):
            raise Refusal(400, 400, "Bad Request: bad webhook, as the test wants")
        self.webhook = content
        return {"ok": True, "result": True}

    def _me(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        return {"ok": True, "result": {"id": 123456789, "is_bot": True, "first_name": "Winkel"}}

    def _info(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        told = {
            "url": self.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.undelivered),
        }
        if self.undelivered:
            told["last_error_message"] = self.undelivered[-1]
        return {"ok": True, "result": told}

    @staticmethod
    def _authorised(request: web.Request) -> None:
        if request.match_info["token"] != TOKEN:
            raise Refusal(404, 404, "Not Found")


def _keyboard(content: Any) -> list[tuple[str, str]]:
    only(content, "inline_keyboard")
    markup = InlineKeyboardMarkup.de_json(content, None)
    found = []
    for row in markup.inline_keyboard:
        for button in row:
            require(not button.api_kwargs, "unknown field of a button")
            require(bool(button.url) != bool(button.callback_data), "one of url and callback_data")
            if button.callback_data:
                require(1 <= len(str(button.callback_data).encode()) <= 64, "BUTTON_DATA_INVALID")
                found.append((text_of(button.text, 4096, "text"), str(button.callback_data)))
    require(sum(map(len, markup.inline_keyboard)) <= 100, "reply markup too long")
    return found
