"""Twilio's Messages and Senders."""

from __future__ import annotations

import json
import re
from typing import Any

from aiohttp import BasicAuth, web

from tests.messengers.platforms.graph import USER_ID
from tests.messengers.platforms.stand_in import Refusal, Sent, StandIn, only, require, text_of

ACCOUNT = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "twilio-auth-token-of-the-tests"
NUMBER = "whatsapp:+31850000000"
SENDER = "XE" + "0" * 32


class TwilioApi(StandIn):
    """Refuses what Twilio's documentation says is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.webhook: dict[str, Any] | None = None
        self.contents: dict[str, dict[str, Any]] = {}

    def routes(self) -> list[web.RouteDef]:
        accounts = f"/2010-04-01/Accounts/{ACCOUNT}"
        return [
            web.post(f"{accounts}/Messages.json", self.handler(self._send)),
            web.get(f"{accounts}.json", self.handler(self._account, sends=False)),
            web.get("/v1/Content", self.handler(self._contents, sends=False)),
            web.post("/v1/Content", self.handler(self._create, sends=False)),
            web.get("/v2/Channels/Senders", self.handler(self._senders, sends=False)),
            web.post(f"/v2/Channels/Senders/{SENDER}", self.handler(self._sender, sends=False)),
            web.get(f"/v2/Channels/Senders/{SENDER}", self.handler(self._about, sends=False)),
        ]

    def error(self, refusal: Refusal) -> web.Response:
        content = {
            "code": refusal.code,
            "message": refusal.message,
            "more_info": f"https://www.twilio.com/docs/errors/{refusal.code}",
            "status": refusal.status,
        }
        wait = refusal.more.get("wait")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        return web.json_response(content, status=refusal.status, headers=headers)

    def _send(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "From", "To", "Body", "ContentSid", "ContentVariables", "StatusCallback")
        require(content.get("From") == NUMBER, "From")
        require(re.fullmatch(rf"whatsapp:(\+\d{{6,15}}|{USER_ID})", content.get("To", "")), "To")
        if "ContentSid" in content:
            require("Body" not in content, "Body beside ContentSid")
            text, buttons = self._shown(content)
        else:
            require("ContentVariables" not in content, "ContentVariables without ContentSid")
            text, buttons = text_of(content.get("Body"), 1600, "Body"), []
        self.accept(Sent(content["To"], text, buttons, content))
        sid = f"SM{len(self.accepted):032x}"
        return {"sid": sid, "status": "queued", "error_code": None, "_status": 201}

    def _shown(self, content: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
        """Return what a customer sees of a content with its places filled in."""
        made = self.contents.get(content["ContentSid"])
        require(made is not None, "ContentSid")
        assert made is not None
        values = json.loads(content["ContentVariables"])
        only(values, *made["variables"])
        for name, value in values.items():
            text_of(value, 1600, name)
        ((kind, shape),) = made["types"].items()

        def filled(place: str) -> str:
            return re.sub(r"{{(\w+)}}", lambda found: str(values[found[1]]), place)

        text = text_of(filled(shape["body"]), 1024, "body")
        require(not re.search(r"[\n\t]| {5}", text), "line break in a variable of the body")
        if kind == "twilio/quick-reply":
            shown, most, title = shape["actions"], 20, "title"
            require(len(shown) <= 3, "more than 3 buttons need approval")
        else:
            shown, most, title = shape["items"], 24, "item"
            text_of(filled(shape["button"]), 20, "button")
        found = [
            (text_of(filled(one[title]), most, title), text_of(filled(one["id"]), 200, "id"))
            for one in shown
        ]
        for column in zip(*found, strict=True):
            require(len(set(column)) == len(column), "titles and ids differ")
        return text, found

    def _contents(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        made = [{"sid": sid, **one} for sid, one in self.contents.items()]
        return {"contents": made, "meta": {"page": 0, "next_page_url": None}}

    def _create(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "friendly_name", "language", "variables", "types")
        require(re.fullmatch(r"[a-z]{2}", content["language"]), "language")
        places = set(re.findall(r"{{(\w+)}}", json.dumps(content["types"])))
        require(places == set(content["variables"]), "variables")
        require(len(places) <= 100 and all(len(name) <= 16 for name in places), "variables")
        ((kind, shape),) = content["types"].items()
        if kind == "twilio/quick-reply":
            only(shape, "body", "actions")
            require(1 <= len(shape["actions"]) <= 10, "1 to 10 actions")
            for action in shape["actions"]:
                only(action, "type", "title", "id")
                require(action["type"] == "QUICK_REPLY", "type of action")
        else:
            require(kind == "twilio/list-picker", "type")
            only(shape, "body", "button", "items")
            require(1 <= len(shape["items"]) <= 10, "1 to 10 items")
            for item in shape["items"]:
                only(item, "item", "id", "description")
        sid = f"HX{len(self.contents):032x}"
        self.contents[sid] = content
        return {"sid": sid, **content, "_status": 201}

    def _account(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        return {"sid": ACCOUNT, "status": "active"}

    def _senders(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        return {"senders": [{"sid": SENDER, "sender_id": NUMBER, "status": "ONLINE"}]}

    def _sender(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        only(content, "webhook")
        names = ("callback_url", "callback_method", "fallback_url", "fallback_method")
        only(content["webhook"], *names)
        self.calls.append(("sender", content))
        self.webhook = content["webhook"]
        return {"sid": SENDER, "_status": 202}

    def _about(self, request: web.Request, content: dict[str, Any]) -> dict[str, Any]:
        self._authorised(request)
        return {"sid": SENDER, "sender_id": NUMBER, "status": "ONLINE", "webhook": self.webhook}

    @staticmethod
    def _authorised(request: web.Request) -> None:
        given = request.headers.get("Authorization", "")
        if given != BasicAuth(ACCOUNT, AUTH_TOKEN).encode():
            raise Refusal(401, 20003, "Authenticate")
