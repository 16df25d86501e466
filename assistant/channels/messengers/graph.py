"""What WhatsApp and Messenger share: Meta's Graph API and the signing of its webhooks."""

from __future__ import annotations

import json
from typing import Any

from assistant.channels.messengers.http import Answer
from assistant.channels.messengers.platform import Check, Platform, Webhook, raise_for
from assistant.channels.messengers.settings import PUBLIC, Setting
from assistant.channels.messengers.signatures import meta_signed

GRAPH_URL = "https://graph.facebook.com/v23.0"
# Too many requests, a passing failure, or a token, permission or payment that the operator must
# renew.
_LATER = frozenset(
    ("1", "2", "3", "4", "10", "17", "32", "102", "190", "200", "341", "368", "613", "1200",
     "80004", "80006", "80007", "130429", "131000", "131005", "131016", "131031", "131042",
     "131045", "131048", "131056", "131057", "133004", "133010")
)  # fmt: skip
# Meta asked the webhook for our word and got another answer.
_NOT_VERIFIED = "2200"
# The customer blocked us, isn't there, or wrote more than 24 hours ago.
_NEVER = frozenset(
    ("10/2018065", "10/2018278", "200/1545041", "200/2018108", "551", "131021", "131026", "131030",
     "131047", "131050", "131051")
)  # fmt: skip
# Only the subcode tells whether we may not send at all, or not to this customer.
_PERMISSIONS = frozenset(("10", "200"))


class GraphPlatform(Platform):
    """A messenger of Meta's."""

    token: Setting
    app_secret: Setting
    app_id: Setting
    verify_token: Setting
    api_url: Setting

    def is_genuine(self, webhook: Webhook) -> bool:
        """Check the signature over the raw body."""
        header = webhook.headers.get("x-hub-signature-256")
        return meta_signed(webhook.body, header, self.value(self.app_secret))

    async def send(self, recipient: str, request: dict[str, Any]) -> None:
        """Send it. Raises TryLater or GiveUp."""
        answer = await self.post(self.messages_path(), self.addressed(recipient, request))
        raise_for(answer, error_code(answer), _LATER, _NEVER)

    def messages_path(self) -> str:
        """Return where messages are sent."""
        raise NotImplementedError

    def addressed(self, recipient: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return a request with whom it is for."""
        raise NotImplementedError

    async def post(self, path: str, content: dict[str, Any]) -> Answer:
        """Post to the Graph API with our token."""
        return await self.client.request(
            "POST",
            f"{self.value(self.api_url)}/{path}",
            data=json.dumps(content, ensure_ascii=False).encode(),
            headers={**self._authorisation, "Content-Type": "application/json"},
        )

    async def get(self, path: str) -> Answer:
        """Read from the Graph API with our token."""
        return await self.client.request(
            "GET", f"{self.value(self.api_url)}/{path}", headers=self._authorisation
        )

    async def subscribe(self, kind: str, fields: str) -> Check:
        """Set the app's webhook for a kind of object."""
        answer = await self._subscriptions(
            "POST",
            data={
                "object": kind,
                "callback_url": self.webhook_url,
                "verify_token": self.value(self.verify_token),
                "fields": fields,
            },
        )
        fix = f"{self.app_id.name}, {self.app_secret.name}"
        if error_code(answer) == _NOT_VERIFIED:
            fix = (
                f"start the server first, with the same {self.verify_token.name}; "
                f"{PUBLIC.name} must lead to it"
            )
        return accepted("webhook set", answer, fix)

    async def check_webhook(self, kind: str, connected_to: str) -> list[Check]:
        """Look whether the app's webhook is ours, and what ``connected_to`` sends is sent there.

        Nothing is looked at without the app's id, which only registering needs.
        """
        if self.app_id.name not in self.configuration.values:
            return []
        told = await self._subscriptions("GET")
        if not told.ok:
            return [accepted("webhook read", told, f"{self.app_id.name}, {self.app_secret.name}")]
        is_set = any(
            one.get("object") == kind and one.get("callback_url") == self.webhook_url
            for one in told.listed("data")
        )
        apps = (await self.get(f"{connected_to}/subscribed_apps")).listed("data")
        is_connected = self.value(self.app_id) in map(_app_id, apps)
        fix = f"run `assistant channels register {self.channel}`"
        return [Check("webhook", is_set, fix), Check("app connected", is_connected, fix)]

    async def _subscriptions(self, method: str, **options: Any) -> Answer:
        app_token = f"{self.value(self.app_id)}|{self.value(self.app_secret)}"
        return await self.client.request(
            method,
            f"{self.value(self.api_url)}/{self.value(self.app_id)}/subscriptions",
            headers={"Authorization": f"Bearer {app_token}"},
            **options,
        )

    @property
    def _authorisation(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.value(self.token)}"}


def error_code(answer: Answer) -> str:
    """Return the code of an error of the Graph API, empty without one."""
    error = answer.content.get("error")
    if not isinstance(error, dict):
        return ""
    code, subcode = str(error.get("code", "")), error.get("error_subcode")
    return f"{code}/{subcode}" if code in _PERMISSIONS and subcode else code


def _app_id(app: dict[str, Any]) -> str:
    # WhatsApp wraps what Messenger says directly.
    return str((app.get("whatsapp_business_api_data") or app).get("id"))


def accepted(what: str, answer: Answer, fix: str) -> Check:
    """Return how a request of check or register ended."""
    code = error_code(answer)
    told = f" (status {answer.status}{f', code {code}' if code else ''})"
    return Check(what if answer.ok else f"{what}{told}", answer.ok, fix)
