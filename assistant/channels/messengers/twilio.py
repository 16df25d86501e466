"""WhatsApp by Twilio."""

from __future__ import annotations

from typing import Any

import aiohttp

from assistant.channels.messengers.http import Answer, Client
from assistant.channels.messengers.incoming import BadEvent, Event
from assistant.channels.messengers.limits import TWILIO, TWILIO_WITH_CONTENTS
from assistant.channels.messengers.platform import Check, Platform, Webhook, raise_for
from assistant.channels.messengers.rendering import Part, Style
from assistant.channels.messengers.settings import PUBLIC, Configuration, Setting
from assistant.channels.messengers.signatures import twilio_form, twilio_signed
from assistant.channels.messengers.twilio_content import (
    COUNTS,
    content,
    content_name,
    content_variables,
)
from assistant.channels.messengers.twilio_events import read_events
from assistant.channels.storable import storable

ACCOUNT = Setting(
    "ASSISTANT_TWILIO_ACCOUNT_SID",
    "account SID, AC and 32 digits or letters a to f",
    r"AC[0-9a-f]{32}",
)
AUTH_TOKEN = Setting("ASSISTANT_TWILIO_AUTH_TOKEN", "auth token, 8 characters or more", r"\S{8,}")
NUMBER = Setting(
    "ASSISTANT_TWILIO_NUMBER", "our number, as whatsapp:+31...", r"whatsapp:\+\d{6,15}"
)
API_URL = Setting(
    "ASSISTANT_TWILIO_URL", "Twilio's API", r"https?://\S+", default="https://api.twilio.com"
)
MESSAGING_URL = Setting(
    "ASSISTANT_TWILIO_MESSAGING_URL",
    "Twilio's API for senders",
    r"https?://\S+",
    default="https://messaging.twilio.com",
)
CONTENT = Setting(
    "ASSISTANT_TWILIO_CONTENT",
    "ids of the contents that `assistant channels register twilio` made, with commas between",
    rf"HX[0-9a-f]{{32}}(,HX[0-9a-f]{{32}}){{{len(COUNTS) - 1}}}",
    optional=True,
)
CONTENT_URL = Setting(
    "ASSISTANT_TWILIO_CONTENT_URL",
    "Twilio's API for contents",
    r"https?://\S+",
    default="https://content.twilio.com",
)
# The number that every account may try out; it is no sender of the account.
_SANDBOX = "whatsapp:+14155238886"
# Too many requests, or a token, account or number that the operator must put right.
_LATER = frozenset(("20003", "20005", "20429", "63007", "63018", "14107"))
# The customer unsubscribed or isn't on WhatsApp, or wrote more than 24 hours ago.
_NEVER = frozenset(("21211", "21610", "63003", "63016", "63024"))


class TwilioPlatform(Platform):
    """WhatsApp by Twilio."""

    channel = "twilio"
    title = "WhatsApp"
    settings = (ACCOUNT, AUTH_TOKEN, NUMBER, CONTENT, API_URL, MESSAGING_URL, CONTENT_URL)

    def __init__(self, configuration: Configuration, client: Client) -> None:
        """Show buttons once there are contents for them."""
        super().__init__(configuration, client)
        contents = configuration.values.get(CONTENT.name)
        self._contents = contents.split(",") if contents else []
        self.limits = TWILIO_WITH_CONTENTS if self._contents else TWILIO

    def is_genuine(self, webhook: Webhook) -> bool:
        """Check the signature over our public address and the form."""
        header = webhook.headers.get("x-twilio-signature")
        url = f"{self.value(PUBLIC).rstrip('/')}{webhook.target}"
        return twilio_signed(webhook.body, header, url, self.value(AUTH_TOKEN))

    def events(self, body: bytes) -> list[Event]:
        """Return what is new for our number."""
        form = twilio_form(body)
        if form is None:
            raise BadEvent
        return read_events(storable(form), self.value(ACCOUNT), self.value(NUMBER))

    def request_for(self, part: Part, list_button: str) -> dict[str, Any]:
        """Return a text, or a content with its choices."""
        if part.style in (Style.BUTTONS, Style.ROWS):
            return {
                "ContentSid": self._contents[len(part.choices) - 1],
                "ContentVariables": content_variables(part, list_button),
            }
        return {"Body": part.text}

    async def send(self, recipient: str, request: dict[str, Any]) -> None:
        """Send it. Raises TryLater or GiveUp."""
        form = {
            "From": self.value(NUMBER),
            "To": recipient,
            "StatusCallback": self.webhook_url,
            **request,
        }
        path = f"2010-04-01/Accounts/{self.value(ACCOUNT)}/Messages.json"
        answer = await self._call("POST", f"{self.value(API_URL)}/{path}", data=form)
        raise_for(answer, str(answer.content.get("code", "")), _LATER, _NEVER)

    async def check(self) -> list[Check]:
        """Read our account and where our number's messages are sent."""
        path = f"2010-04-01/Accounts/{self.value(ACCOUNT)}.json"
        answer = await self._call("GET", f"{self.value(API_URL)}/{path}")
        account = _accepted("account and token", answer, f"{ACCOUNT.name}, {AUTH_TOKEN.name}")
        if not answer.ok:
            return [account]
        checks = [account, *await self._check_contents()]
        if self.value(NUMBER) == _SANDBOX:
            return checks
        found, sender = await self._sender()
        checks.append(found)
        if sender is None:
            return checks
        told = (await self._call("GET", sender)).content.get("webhook") or {}
        fix = "run `assistant channels register twilio`"
        is_set = told.get("callback_url") == self.webhook_url
        return [*checks, Check("webhook", is_set, fix)]

    async def register(self) -> list[Check]:
        """Make the contents for buttons, and set the webhook of our WhatsApp sender."""
        contents = await self._make_contents()
        found, sender = await self._sender()
        if sender is None:
            return [contents, found]
        webhook = {
            "callback_url": self.webhook_url,
            "callback_method": "POST",
            # Twilio doesn't repeat what failed, but asks here once.
            "fallback_url": self.webhook_url,
            "fallback_method": "POST",
        }
        answer = await self._call("POST", sender, json={"webhook": webhook})
        return [contents, found, _accepted("webhook set", answer, PUBLIC.name)]

    async def _check_contents(self) -> list[Check]:
        if not self._contents:
            return []
        told = await self._read_contents()
        there = {one.get("sid") for one in told.listed("contents")}
        fix = f"run `assistant channels register twilio` and set the {CONTENT.name} that it prints"
        return [Check("contents for buttons", there.issuperset(self._contents), fix)]

    @property
    def _contents_url(self) -> str:
        return f"{self.value(CONTENT_URL)}/v1/Content"

    async def _read_contents(self) -> Answer:
        return await self._call("GET", f"{self._contents_url}?PageSize=500")

    async def _make_contents(self) -> Check:
        """Make those contents that aren't there yet; the check names the setting to make."""
        what, fix = "contents for buttons", f"{ACCOUNT.name}, {AUTH_TOKEN.name}"
        told = await self._read_contents()
        if not told.ok:
            return _accepted(what, told, fix)
        there = {one.get("friendly_name"): str(one.get("sid")) for one in told.listed("contents")}
        for count in COUNTS:
            if content_name(count) not in there:
                made = await self._call("POST", self._contents_url, json=content(count))
                if not made.ok:
                    return _accepted(what, made, fix)
                there[content_name(count)] = str(made.content.get("sid"))
        ids = ",".join(there[content_name(count)] for count in COUNTS)
        return Check(f"{what} ({CONTENT.name}={ids})", True)

    async def _sender(self) -> tuple[Check, str | None]:
        """Look for our number among the account's senders; return where it is read and set."""
        senders = f"{self.value(MESSAGING_URL)}/v2/Channels/Senders"
        found = await self._call("GET", f"{senders}?Channel=whatsapp&PageSize=100")
        if not found.ok:
            fix = f"{ACCOUNT.name}, {AUTH_TOKEN.name}"
            return _accepted("senders read", found, fix), None
        for sender in found.listed("senders"):
            if sender.get("sender_id") == self.value(NUMBER):
                return Check("sender found", True), f"{senders}/{sender.get('sid')}"
        fix = f"{NUMBER.name}; the sandbox is set by hand (docs/messengers.md)"
        return Check("sender found", False, fix), None

    async def _call(self, method: str, url: str, **options: Any) -> Answer:
        login = aiohttp.BasicAuth(self.value(ACCOUNT), self.value(AUTH_TOKEN))
        return await self.client.request(method, url, auth=login, **options)


def _accepted(what: str, answer: Answer, fix: str) -> Check:
    told = "" if answer.ok else f" (status {answer.status}, code {answer.content.get('code')})"
    return Check(f"{what}{told}", answer.ok, fix)
