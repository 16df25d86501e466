"""Facebook Messenger."""

from __future__ import annotations

from typing import Any

from assistant.channels.messengers.graph import GRAPH_URL, GraphPlatform, accepted
from assistant.channels.messengers.incoming import Event, Incoming
from assistant.channels.messengers.limits import MESSENGER
from assistant.channels.messengers.messenger_events import GET_STARTED, read_events
from assistant.channels.messengers.platform import Check
from assistant.channels.messengers.rendering import Part
from assistant.channels.messengers.settings import Setting
from assistant.channels.storable import read_json

TOKEN = Setting(
    "ASSISTANT_MESSENGER_TOKEN", "access token of the page, 8 characters or more", r"\S{8,}"
)
PAGE_ID = Setting("ASSISTANT_MESSENGER_PAGE_ID", "id of the page, digits", r"\d+")
APP_SECRET = Setting(
    "ASSISTANT_MESSENGER_APP_SECRET", "app secret, 8 characters or more", r"\S{8,}"
)
VERIFY_TOKEN = Setting(
    "ASSISTANT_MESSENGER_VERIFY_TOKEN", "a word of your own choice, 8 characters or more", r"\S{8,}"
)
APP_ID = Setting("ASSISTANT_MESSENGER_APP_ID", "app id, digits", r"\d+", registering=True)
API_URL = Setting(
    "ASSISTANT_MESSENGER_URL",
    "Meta's Graph API with its version, as https://graph.facebook.com/v23.0",
    r"https?://\S+",
    default=GRAPH_URL,
)
_KIND = "page"
_FIELDS = "messages,messaging_postbacks,message_reactions"


class MessengerPlatform(GraphPlatform):
    """Facebook Messenger."""

    channel = "messenger"
    title = "Messenger"
    limits = MESSENGER
    settings = (TOKEN, PAGE_ID, APP_SECRET, VERIFY_TOKEN, APP_ID, API_URL)
    token, app_secret, app_id, verify_token = TOKEN, APP_SECRET, APP_ID, VERIFY_TOKEN
    api_url = API_URL

    def events(self, body: bytes) -> list[Event]:
        """Return what is new for our page."""
        return read_events(read_json(body), self.value(PAGE_ID))

    def request_for(self, part: Part, list_button: str) -> dict[str, Any]:
        """Return a text, or a template with buttons that open pages; quick replies below."""
        message: dict[str, Any] = {"text": part.text}
        if part.links:
            buttons = [
                {"type": "web_url", "title": link.title, "url": link.url} for link in part.links
            ]
            payload = {"template_type": "button", "text": part.text, "buttons": buttons}
            message = {"attachment": {"type": "template", "payload": payload}}
        if part.choices:
            message["quick_replies"] = [
                {"content_type": "text", "title": choice.title, "payload": choice.id}
                for choice in part.choices
            ]
        return {"messaging_type": "RESPONSE", "message": message}

    def messages_path(self) -> str:
        """Return where messages are sent."""
        return f"{self.value(PAGE_ID)}/messages"

    def addressed(self, recipient: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return a request with whom it is for."""
        return {"recipient": {"id": recipient}, **request}

    async def show_seen(self, incoming: Incoming) -> None:
        """Mark the message as seen and show that an answer is being written."""
        for action in ("mark_seen", "typing_on"):
            shown = self.addressed(incoming.sender, {"sender_action": action})
            await self.post(self.messages_path(), shown)

    async def check(self) -> list[Check]:
        """Read our page and where its messages are sent."""
        answer = await self.get(f"{self.value(PAGE_ID)}?fields=name")
        about = accepted("token and page", answer, f"{TOKEN.name}, {PAGE_ID.name}")
        if not answer.ok:
            return [about]
        return [about, *await self.check_webhook(_KIND, self.value(PAGE_ID))]

    async def register(self) -> list[Check]:
        """Set the app's webhook, connect the page and give it a button to begin with."""
        webhook = await self.subscribe(_KIND, _FIELDS)
        page = await self.post(
            f"{self.value(PAGE_ID)}/subscribed_apps", {"subscribed_fields": _FIELDS.split(",")}
        )
        begin = await self.post(
            f"{self.value(PAGE_ID)}/messenger_profile", {"get_started": {"payload": GET_STARTED}}
        )
        return [
            webhook,
            accepted("page connected", page, f"{PAGE_ID.name}, {TOKEN.name}"),
            accepted("button to begin set", begin, f"{PAGE_ID.name}, {TOKEN.name}"),
        ]
