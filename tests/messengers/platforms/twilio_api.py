"""Twilio's Messages and Senders."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import BasicAuth, web

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

    def routes(self) -> list[web.RouteDef]:
        accounts = f"/2010-04-01/Accounts/{ACCOUNT}"
        return [
            web.post(f"{accounts}/Messages.json", self.handler(self._send)),
            web.get(f"{accounts}.json", self.handler(self._account, sends=False)),
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
        only(content, "From", "To", "Body", "StatusCallback")
        require(content.get("From") == NUMBER, "From")
        require(re.fullmatch(r"whatsapp:\+\d{6,15}", content.get("To", "")), "To")
        text = text_of(content.get("Body"), 1600, "Body")
        self.accept(Sent(content["To"], text, [], content))
        sid = f"SM{len(self.accepted):032x}"
        return {"sid": sid, "status": "queued", "error_code": None, "_status": 201}

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
