"""WhatsApp by Meta's Cloud API."""

from __future__ import annotations

from typing import Any

from assistant.channels.messengers.graph import GRAPH_URL, GraphPlatform, accepted
from assistant.channels.messengers.incoming import Event, Incoming
from assistant.channels.messengers.limits import WHATSAPP
from assistant.channels.messengers.platform import Check
from assistant.channels.messengers.rendering import Part, Style
from assistant.channels.messengers.settings import Setting
from assistant.channels.messengers.whatsapp_events import read_events
from assistant.channels.storable import read_json

TOKEN = Setting(
    "ASSISTANT_WHATSAPP_TOKEN", "access token of a system user, 8 characters or more", r"\S{8,}"
)
NUMBER_ID = Setting(
    "ASSISTANT_WHATSAPP_PHONE_NUMBER_ID", "id of the telephone number, digits", r"\d+"
)
APP_SECRET = Setting(
    "ASSISTANT_WHATSAPP_APP_SECRET",
    "app secret, 8 characters or more",
    r"\S{8,}",
)
VERIFY_TOKEN = Setting(
    "ASSISTANT_WHATSAPP_VERIFY_TOKEN", "a word of your own choice, 8 characters or more", r"\S{8,}"
)
APP_ID = Setting("ASSISTANT_WHATSAPP_APP_ID", "app id, digits", r"\d+", registering=True)
ACCOUNT_ID = Setting(
    "ASSISTANT_WHATSAPP_ACCOUNT_ID", "id of the WhatsApp Business account, digits", r"\d+",
    registering=True,
)  # fmt: skip
API_URL = Setting(
    "ASSISTANT_WHATSAPP_URL",
    "Meta's Graph API with its version, as https://graph.facebook.com/v23.0",
    r"https?://\S+",
    default=GRAPH_URL,
)
_KIND = "whatsapp_business_account"


class WhatsAppPlatform(GraphPlatform):
    """WhatsApp by Meta's Cloud API."""

    channel = "whatsapp"
    title = "WhatsApp"
    limits = WHATSAPP
    settings = (TOKEN, NUMBER_ID, APP_SECRET, VERIFY_TOKEN, APP_ID, ACCOUNT_ID, API_URL)
    token, app_secret, app_id, verify_token = TOKEN, APP_SECRET, APP_ID, VERIFY_TOKEN
    api_url = API_URL

    def events(self, body: bytes) -> list[Event]:
        """Return what is new for our number."""
        return read_events(read_json(body), self.value(NUMBER_ID))

    def request_for(self, part: Part, list_button: str) -> dict[str, Any]:
        """Return a text, reply buttons or a list."""
        if part.style is Style.BUTTONS:
            buttons = [
                {"type": "reply", "reply": {"id": choice.id, "title": choice.title}}
                for choice in part.choices
            ]
            return _interactive("button", part.text, {"buttons": buttons})
        if part.style is Style.ROWS:
            rows = [{"id": choice.id, "title": choice.title} for choice in part.choices]
            action = {"button": list_button, "sections": [{"rows": rows}]}
            return _interactive("list", part.text, action)
        return {"type": "text", "text": {"body": part.text, "preview_url": False}}

    def messages_path(self) -> str:
        """Return where messages are sent."""
        return f"{self.value(NUMBER_ID)}/messages"

    def addressed(self, recipient: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return a request with whom it is for."""
        # A user id in the place of a number would be accepted and sent to nobody.
        field = "to" if recipient.isdecimal() else "recipient"
        return {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            field: recipient,
            **request,
        }

    async def show_seen(self, incoming: Incoming) -> None:
        """Set the blue marks and show that an answer is being written."""
        seen = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": incoming.handle,
            "typing_indicator": {"type": "text"},
        }
        await self.post(self.messages_path(), seen)

    async def check(self) -> list[Check]:
        """Read our telephone number and where its messages are sent."""
        answer = await self.get(f"{self.value(NUMBER_ID)}?fields=display_phone_number")
        about = accepted("token and telephone number", answer, f"{TOKEN.name}, {NUMBER_ID.name}")
        if not answer.ok or ACCOUNT_ID.name not in self.configuration.values:
            return [about]
        return [about, *await self.check_webhook(_KIND, self.value(ACCOUNT_ID))]

    async def register(self) -> list[Check]:
        """Set the app's webhook and let the account send its messages to the app."""
        webhook = await self.subscribe(_KIND, "messages")
        account = await self.post(f"{self.value(ACCOUNT_ID)}/subscribed_apps", {})
        return [
            webhook,
            accepted("account connected", account, f"{ACCOUNT_ID.name}, {TOKEN.name}"),
        ]


def _interactive(kind: str, text: str, action: dict[str, Any]) -> dict[str, Any]:
    content = {"type": kind, "body": {"text": text}, "action": action}
    return {"type": "interactive", "interactive": content}
