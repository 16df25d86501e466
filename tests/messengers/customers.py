"""Customers of each messenger: what their messages look like as really signed webhooks."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import itertools
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import telegram
from twilio.request_validator import RequestValidator

from tests.messengers.platforms import graph, twilio_api
from tests.messengers.platforms.graph import Graph
from tests.messengers.platforms.stand_in import Sent, StandIn
from tests.messengers.platforms.telegram_api import TelegramApi

APP_SECRETS = {"whatsapp": "app-secret-whatsapp", "messenger": "app-secret-messenger"}
TELEGRAM_SECRET = "telegram-secret-of-the-tests"
_numbers = itertools.count(1)


def post(port: int, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Send a webhook and return status and body of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


class Customer(ABC):
    """One customer; the methods that send return the body that was sent."""

    channel: str

    def __init__(self, port: int, platform: StandIn, number: int) -> None:
        self.port = port
        self.platform = platform
        self.user = self.user_id(number)
        self.read = 0

    @property
    def path(self) -> str:
        return f"/webhooks/{self.channel}/webhook"

    @abstractmethod
    def user_id(self, number: int) -> str:
        """Return the messenger's id of the customer with a number."""

    @abstractmethod
    def text_body(self, text: str) -> bytes: ...

    @abstractmethod
    def button_body(self, button: str) -> bytes: ...

    @abstractmethod
    def other_body(self, sort: str, caption: str = "", *, several: bool = False) -> bytes:
        """Return a message that isn't text; the sorts are those of knowledge/messengers.yml."""

    @abstractmethod
    def signed(self, body: bytes) -> dict[str, str]:
        """Return the header fields of a genuine webhook."""

    def deliver(self, body: bytes, headers: Mapping[str, str] | None = None) -> int:
        """Deliver a webhook as the messenger does; return the status."""
        self.platform.known.add(self.user)
        return post(self.port, self.path, body, headers or self.signed(body))[0]

    def send(self, body: bytes) -> bytes:
        assert self.deliver(body) == 200
        return body

    def say(self, text: str) -> bytes:
        return self.send(self.text_body(text))

    def answers(self, count: int = 1, seconds: float = 30) -> list[Sent]:
        """Return the next messages that reached this customer."""
        got = self.platform.wait_for(self.user, self.read + count, seconds)[self.read :]
        self.read += len(got)
        return got

    def ask(self, text: str, count: int = 1) -> list[Sent]:
        self.say(text)
        return self.answers(count)

    def meet(self) -> None:
        """Have the first contact behind us."""
        self.say("Hallo")
        self.answers()

    def press(self, sent: Sent, index: int = 0) -> None:
        """Press a button of a message, or type its number where there are none."""
        if sent.buttons:
            self.send(self.button_body(sent.buttons[index][1]))
        else:
            self.say(str(index + 1))


class _Meta(Customer):
    platform: Graph

    def signed(self, body: bytes) -> dict[str, str]:
        digest = hmac.new(APP_SECRETS[self.channel].encode(), body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={digest}"}


class WhatsAppCustomer(_Meta):
    channel = "whatsapp"

    def user_id(self, number: int) -> str:
        return f"31612{number:06}"

    def text_body(self, text: str) -> bytes:
        return self.message("text", {"body": text})

    def button_body(self, button: str) -> bytes:
        reply = {"type": "button_reply", "button_reply": {"id": button, "title": "Titel"}}
        return self.message("interactive", reply)

    def other_body(self, sort: str, caption: str = "", *, several: bool = False) -> bytes:
        media: dict[str, Any] = {"id": "1003383421387256", "mime_type": "x/y", "sha256": "0+1="}
        if caption:
            media["caption"] = caption
        kinds: dict[str, tuple[str, Any]] = {
            "photo": ("image", media),
            "video": ("video", media),
            "voice": ("audio", {**media, "voice": True}),
            "audio": ("audio", {**media, "voice": False}),
            "animation": ("video", media),
            "sticker": ("sticker", {**media, "animated": False}),
            "document": ("document", {**media, "filename": "bon.pdf"}),
            "location": ("location", {"latitude": 51.2, "longitude": 4.4, "name": "Thuis"}),
            "contact": ("contacts", [{"name": {"formatted_name": "Jan"}}] * (1 + several)),
            "reaction": ("reaction", {"message_id": "wamid.1", "emoji": "\U0001f44d"}),
            "other": ("unsupported", None),
        }
        return self.message(*kinds[sort])

    def message(self, kind: str, content: Any, **more: Any) -> bytes:
        number = next(_numbers)
        message = {
            **self.told,
            "id": f"wamid.HBgLMzE2MTIwMDAwMDE{number}",
            "timestamp": str(int(time.time())),
            "type": kind,
            **({kind: content} if content is not None else {"errors": [{"code": 131051}]}),
            **more,
        }
        self.platform.received.add(message["id"])
        contacts = [{"profile": {"name": "Klant"}, "wa_id": self.user}]
        if "from" not in self.told:
            contacts = [{"profile": {"name": "Klant", "username": "klant"}, "user_id": self.user}]
        return self.value(contacts=contacts, messages=[message])

    @property
    def told(self) -> dict[str, str]:
        """What Meta tells of who wrote: of a customer with a user name the user id only."""
        name = "from" if self.user.isdecimal() else "from_user_id"
        return {name: self.user}

    def value(self, **value: Any) -> bytes:
        metadata = {"display_phone_number": "31850000000", "phone_number_id": graph.NUMBER_ID}
        change = {"messaging_product": "whatsapp", "metadata": metadata, **value}
        entry = {"id": graph.ACCOUNT_ID, "changes": [{"value": change, "field": "messages"}]}
        return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


class MessengerCustomer(_Meta):
    channel = "messenger"

    def user_id(self, number: int) -> str:
        return f"7421{number:012}"

    def text_body(self, text: str) -> bytes:
        return self.message(text=text)

    def button_body(self, button: str) -> bytes:
        return self.message(text="Titel", quick_reply={"payload": button})

    def other_body(self, sort: str, caption: str = "", *, several: bool = False) -> bytes:
        if sort == "reaction":
            reaction = {"mid": "m_1", "action": "react", "emoji": "\u2764", "reaction": "love"}
            return self.event(reaction=reaction)
        url = {"url": "https://scontent.example/x"}
        kinds: dict[str, dict[str, Any]] = {
            "photo": {"type": "image", "payload": url},
            "video": {"type": "video", "payload": url},
            "voice": {"type": "audio", "payload": url},
            "audio": {"type": "audio", "payload": url},
            "animation": {"type": "image", "payload": {"url": "https://scontent.example/x.gif"}},
            "sticker": {"type": "image", "payload": {**url, "sticker_id": 369239263222822}},
            "document": {"type": "file", "payload": url},
            "location": {"type": "location", "payload": {"coordinates": {"lat": 1, "long": 2}}},
            "other": {"type": "reel", "payload": {**url, "reel_video_id": 1}},
        }
        text = {"text": caption} if caption else {}
        return self.message(**text, attachments=[kinds[sort]] * (1 + several))

    def message(self, **content: Any) -> bytes:
        return self.event(message={"mid": f"m_{next(_numbers)}-in", **content})

    def event(self, *, sender: str = "", recipient: str = "", **what: Any) -> bytes:
        now = int(time.time() * 1000)
        event = {
            "sender": {"id": sender or self.user},
            "recipient": {"id": recipient or graph.PAGE_ID},
            "timestamp": now,
            **what,
        }
        entry = {"id": graph.PAGE_ID, "time": now, "messaging": [event]}
        return json.dumps({"object": "page", "entry": [entry]}).encode()


class TelegramCustomer(Customer):
    """Its updates are made by python-telegram-bot, so that others say what they look like."""

    channel = "telegram"
    platform: TelegramApi

    def user_id(self, number: int) -> str:
        return str(500_000_000 + number)

    @property
    def chat(self) -> telegram.Chat:
        return telegram.Chat(int(self.user), telegram.constants.ChatType.PRIVATE, first_name="K")

    @property
    def person(self) -> telegram.User:
        return telegram.User(int(self.user), "Klant", is_bot=False, language_code="nl")

    def text_body(self, text: str) -> bytes:
        return self.message(text=text)

    def button_body(self, button: str) -> bytes:
        key = f"callback{next(_numbers)}"
        self.platform.callbacks.add(key)
        query = telegram.CallbackQuery(
            key, self.person, chat_instance="1", data=button, message=self._message(text="-")
        )
        return self.update(callback_query=query)

    def other_body(self, sort: str, caption: str = "", *, several: bool = False) -> bytes:
        file = ("file", "unique")
        if sort == "reaction":
            reaction = telegram.MessageReactionUpdated(
                self.chat, 1, self._now, (), (telegram.ReactionTypeEmoji("\U0001f44d"),),
                user=self.person,
            )  # fmt: skip
            return self.update(message_reaction=reaction)
        kinds: dict[str, dict[str, Any]] = {
            "photo": {"photo": (telegram.PhotoSize(*file, 90, 90),)},
            "video": {"video": telegram.Video(*file, 90, 90, 3)},
            "voice": {"voice": telegram.Voice(*file, 3)},
            "audio": {"audio": telegram.Audio(*file, 3)},
            "sticker": {"sticker": telegram.Sticker(*file, 90, 90, False, False, "regular")},
            "animation": {
                "animation": telegram.Animation(*file, 90, 90, 3),
                "document": telegram.Document(*file),
            },
            "document": {"document": telegram.Document(*file)},
            "location": {"location": telegram.Location(4.4, 51.2)},
            "contact": {"contact": telegram.Contact("+31612345678", "Jan")},
            "other": {"dice": telegram.Dice(3, "\U0001f3b2")},
        }
        content = {**kinds[sort], **({"caption": caption} if caption else {})}
        if several:
            content["media_group_id"] = f"album{next(_numbers)}"
        return self.message(**content)

    def message(self, **content: Any) -> bytes:
        return self.update(message=self._message(**content))

    def update(self, **what: Any) -> bytes:
        return telegram.Update(next(_numbers), **what).to_json().encode()

    def signed(self, body: bytes) -> dict[str, str]:
        secret = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        return {"Content-Type": "application/json", **secret}

    @property
    def _now(self) -> Any:
        import datetime

        return datetime.datetime.now(datetime.timezone.utc)

    def _message(self, **content: Any) -> telegram.Message:
        chat = content.pop("chat", self.chat)
        date = content.pop("date", self._now)
        return telegram.Message(next(_numbers), date, chat, from_user=self.person, **content)


class TwilioCustomer(Customer):
    channel = "twilio"
    public_url = "https://winkel.example"

    def user_id(self, number: int) -> str:
        return f"whatsapp:+31611{number:06}"

    def text_body(self, text: str) -> bytes:
        return self.message(Body=text, MessageType="text")

    def button_body(self, button: str) -> bytes:
        return self.message(
            Body="Titel", ButtonText="Titel", ButtonPayload=button, MessageType="button"
        )

    def row_body(self, row: str) -> bytes:
        return self.message(Body="Titel", ListTitle="Titel", ListId=row, MessageType="interactive")

    def other_body(self, sort: str, caption: str = "", *, several: bool = False) -> bytes:
        kinds = {
            "photo": "image/jpeg",
            "video": "video/mp4",
            "voice": "audio/ogg; codecs=opus",
            "audio": "audio/mpeg",
            "animation": "video/mp4",
            "sticker": "image/webp",
            "document": "application/pdf",
            "contact": "text/vcard",
        }
        if sort == "location":
            return self.message(Latitude="51.2", Longitude="4.4", Body="", MessageType="location")
        if sort in ("reaction", "other"):
            kind = "reaction" if sort == "reaction" else "order"
            return self.message(Body="", MessageType=kind)
        count = 1 + several
        media = {f"MediaContentType{index}": kinds[sort] for index in range(count)}
        urls = {f"MediaUrl{index}": "https://api.example/m" for index in range(count)}
        return self.message(Body=caption, NumMedia=str(count), **media, **urls)

    def message(self, **fields: str) -> bytes:
        sid = f"SM{next(_numbers):032x}"
        return urlencode(
            {
                "SmsMessageSid": sid,
                "NumMedia": "0",
                "ProfileName": "Klant",
                "SmsSid": sid,
                "WaId": self.user.partition("+")[2],
                "SmsStatus": "received",
                "To": twilio_api.NUMBER,
                "NumSegments": "1",
                "MessageSid": sid,
                "AccountSid": twilio_api.ACCOUNT,
                "From": self.user,
                "ApiVersion": "2010-04-01",
                **fields,
            }
        ).encode()

    def signed(self, body: bytes) -> dict[str, str]:
        from urllib.parse import parse_qsl

        fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
        url = f"{self.public_url}{self.path}"
        signature = RequestValidator(twilio_api.AUTH_TOKEN).compute_signature(url, fields)
        return {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature,
            # What a proxy passes on must not matter.
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "elders.example",
        }


CUSTOMERS: dict[str, type[Customer]] = {
    customer.channel: customer
    for customer in (WhatsAppCustomer, TwilioCustomer, MessengerCustomer, TelegramCustomer)
}
