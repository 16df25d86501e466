"""Meta's Graph API, as far as WhatsApp and Messenger use it."""

from __future__ import annotations

import re
import urllib.request
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.messengers.platforms.stand_in import Refusal, Sent, StandIn, only, require, text_of

TOKEN = "graph-token-of-the-tests"
NUMBER_ID = "106540352242922"
ACCOUNT_ID = "102290129340398"
PAGE_ID = "1906385232743451"
APP_ID = "669066000000000"
VERSION = "/v23.0"
# A user id of WhatsApp's, which stands for a customer whose number isn't told.
USER_ID = r"[A-Z]{2}\.[A-Za-z0-9]{1,128}"


class Graph(StandIn):
    """Refuses what Meta's documentation says is refused."""

    def __init__(self, app_secret: str) -> None:
        super().__init__()
        self._app_secret = app_secret
        self.received: set[str] = set()
        self.subscriptions: list[dict[str, Any]] = []
        self.connected: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        post, get = self.handler, self.handler
        return [
            web.post(f"{VERSION}/{NUMBER_ID}/messages", post(self._whatsapp)),
            web.post(f"{VERSION}/{PAGE_ID}/messages", post(self._messenger)),
            web.get(f"{VERSION}/{NUMBER_ID}", get(self._about, sends=False)),
            web.get(f"{VERSION}/{PAGE_ID}", get(self._about, sends=False)),
            web.post(f"{VERSION}/{APP_ID}/subscriptions", post(self._subscribe, sends=False)),
            web.get(f"{VERSION}/{APP_ID}/subscriptions", get(self._subscribed, sends=False)),
            web.get(f"{VERSION}/{ACCOUNT_ID}/subscribed_apps", get(self._apps, sends=False)),
            web.get(f"{VERSION}/{PAGE_ID}/subscribed_apps", get(self._apps, sends=False)),
            web.post(f"{VERSION}/{ACCOUNT_ID}/subscribed_apps", post(self._connect, sends=False)),
            web.post(f"{VERSION}/{PAGE_ID}/subscribed_apps", post(self._connect, sends=False)),
            web.post(f"{VERSION}/{PAGE_ID}/messenger_profile", post(self._profile, sends=False)),
        ]

    def is_message(self, content: dict[str, Any]) -> bool:
        return "status" not in content and "sender_action" not in content

    def error(self, refusal: Refusal) -> web.Response:
        content = {
            "message": f"(#{refusal.code}) {refusal.message}",
            "type": "OAuthException",
            "code": refusal.code,
            "fbtrace_id": "AYGwPUkRcQEVZtT",
            **({"error_subcode": subcode} if (subcode := refusal.more.get("subcode")) else {}),
        }
        wait = refusal.more.get("wait")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        return web.json_response({"error": content}, status=refusal.status, headers=headers)

    def _whatsapp(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        require(content.get("messaging_product") == "whatsapp", "messaging_product")
        if "status" in content:
            only(content, "messaging_product", "status", "message_id", "typing_indicator")
            require(content["status"] == "read", "status")
            require(content.get("typing_indicator") == {"type": "text"}, "typing_indicator")
            require(content.get("message_id") in self.received, "message_id")
            self.calls.append(("read", content))
            return {"success": True}
        kind = str(content.get("type"))
        only(content, "messaging_product", "recipient_type", "to", "recipient", "type", kind)
        require(content.get("recipient_type") == "individual", "recipient_type")
        require(("to" in content) != ("recipient" in content), "to or recipient")
        to = content.get("to", content.get("recipient"))
        pattern = r"\d{6,15}" if "to" in content else USER_ID
        require(isinstance(to, str) and re.fullmatch(pattern, to), "to or recipient")
        read = {"text": _whatsapp_text, "interactive": _interactive}.get(kind)
        if read is None:
            raise Refusal(400, 131051, "unsupported type")
        text, buttons = read(content[kind])
        self.accept(Sent(str(to), text, buttons, content))
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": to, "wa_id": to}],
            "messages": [{"id": f"wamid.{len(self.accepted)}"}],
        }

    def _messenger(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "recipient", "messaging_type", "message", "sender_action")
        only(content.get("recipient") or {}, "id")
        to = content["recipient"].get("id")
        require(isinstance(to, str) and to, "recipient")
        if "sender_action" in content:
            require("message" not in content, "message beside sender_action")
            require(content["sender_action"] in ("mark_seen", "typing_on", "typing_off"), "action")
            self.calls.append((content["sender_action"], content))
            return {"recipient_id": to}
        require(content.get("messaging_type") == "RESPONSE", "messaging_type")
        text, buttons = _messenger_message(content.get("message"))
        self.accept(Sent(to, text, buttons, content))
        return {"recipient_id": to, "message_id": f"m_{len(self.accepted)}"}

    def _about(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        return {"id": request.path.rpartition("/")[2], "name": "Winkel"}

    def _subscribe(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised_by_app(request)
        only(content, "object", "callback_url", "verify_token", "fields")
        require(content["object"] in ("page", "whatsapp_business_account"), "object")
        if not _answers(content["callback_url"], content["verify_token"]):
            raise Refusal(400, 2200, "Callback verification failed, as the test wants")
        self.calls.append(("subscribe", content))
        self.subscriptions = [{**content, "active": True}]
        return {"success": True}

    def _subscribed(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised_by_app(request)
        shown = ("object", "callback_url", "active")
        return {"data": [{name: one[name] for name in shown} for one in self.subscriptions]}

    def _apps(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        if request.path not in self.connected:
            return {"data": []}
        app = {"id": APP_ID, "name": "Winkel"}
        return {"data": [app if PAGE_ID in request.path else {"whatsapp_business_api_data": app}]}

    def _connect(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        self.calls.append(("connect", {"path": request.path, **content}))
        self.connected.add(request.path)
        return {"success": True}

    def _profile(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "get_started")
        text_of(content["get_started"].get("payload"), 1000, "payload")
        self.calls.append(("profile", content))
        return {"result": "success"}

    def _authorised_by_app(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {APP_ID}|{self._app_secret}":
            raise Refusal(401, 190, "bad app token")

    @staticmethod
    def _authorised(request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Refusal(401, 190, "Invalid OAuth access token")


def _answers(callback_url: str, verify_token: str) -> bool:
    """Ask a webhook whether it knows the word, as Meta does; only this machine can be reached."""
    if not callback_url.startswith("http://127.0.0.1"):
        return True
    question = {"hub.mode": "subscribe", "hub.challenge": "15", "hub.verify_token": verify_token}
    try:
        with urllib.request.urlopen(f"{callback_url}?{urlencode(question)}", timeout=5) as answer:
            return bool(answer.read() == b"15")
    except OSError:
        return False


def _whatsapp_text(content: Any) -> tuple[str, list[tuple[str, str]]]:
    only(content, "body", "preview_url")
    return text_of(content.get("body"), 4096, "body"), []


def _interactive(content: Any) -> tuple[str, list[tuple[str, str]]]:
    only(content, "type", "body", "action")
    only(content["body"], "text")
    text = text_of(content["body"].get("text"), 1024, "body")
    kind, action = content.get("type"), content.get("action")
    if kind == "button":
        only(action, "buttons")
        buttons = action["buttons"]
        require(1 <= len(buttons) <= 3, "1 to 3 buttons")
        found = []
        for button in buttons:
            only(button, "type", "reply")
            only(button["reply"], "id", "title")
            require(button["type"] == "reply", "type of button")
            title = text_of(button["reply"].get("title"), 20, "title")
            found.append((title, text_of(button["reply"].get("id"), 256, "id")))
    else:
        require(kind == "list", "type of interactive")
        only(action, "button", "sections")
        text_of(action.get("button"), 20, "button")
        require(1 <= len(action["sections"]) <= 10, "sections")
        found = []
        for section in action["sections"]:
            only(section, "title", "rows")
            require(len(action["sections"]) == 1 or section.get("title"), "title of section")
            for row in section["rows"]:
                only(row, "id", "title", "description")
                title = text_of(row.get("title"), 24, "title")
                found.append((title, text_of(row.get("id"), 200, "id")))
        require(1 <= len(found) <= 10, "1 to 10 rows")
    for values in zip(*found, strict=True):
        require(len(set(values)) == len(values), "titles and ids differ")
    return text, found


def _messenger_message(message: Any) -> tuple[str, list[tuple[str, str]]]:
    only(message, "text", "attachment", "quick_replies")
    require(("text" in message) != ("attachment" in message), "text or attachment")
    if "text" in message:
        text = text_of(message["text"], 2000, "text")
    else:
        only(message["attachment"], "type", "payload")
        require(message["attachment"]["type"] == "template", "type")
        payload = message["attachment"]["payload"]
        only(payload, "template_type", "text", "buttons")
        require(payload["template_type"] == "button", "template_type")
        text = text_of(payload.get("text"), 640, "text")
        require(1 <= len(payload["buttons"]) <= 3, "1 to 3 buttons")
        for button in payload["buttons"]:
            only(button, "type", "title", "url")
            require(button["type"] == "web_url", "type of button")
            require(str(button.get("url")).startswith("https://"), "url")
            text_of(button.get("title"), 20, "title")
    replies = message.get("quick_replies", [])
    require("quick_replies" not in message or 1 <= len(replies) <= 13, "1 to 13 quick replies")
    found = []
    for reply in replies:
        only(reply, "content_type", "title", "payload")
        require(reply["content_type"] == "text", "content_type")
        title = text_of(reply.get("title"), 20, "title")
        found.append((title, text_of(reply.get("payload"), 1000, "payload")))
    return text, found
