"""What comes in: genuine or forged, twice, in any order, old, or not for us at all."""

from __future__ import annotations

import datetime
import json
import random
import time
import urllib.request
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
import telegram

from assistant.channels.messengers.identity import conversation_id
from tests.e2e.conftest import Server
from tests.messengers.conftest import ID_KEY, VERIFY_TOKEN, MakeCustomer, only
from tests.messengers.customers import Customer, TelegramCustomer, post
from tests.messengers.platforms import graph

FORGED = 1000
SECRET_WORDS = "ik slik zeldzaamgeheim"
# The last one isn't UTF-8.
WRONG_SIGNATURES = ["sha256=" + "0" * 64, "x", "sha1=" + "0" * 40, "é", "\udcff"]


def stored(server: Server, statement: str, **values: object) -> list[sa.engine.Row]:
    engine = sa.create_engine(f"sqlite:///{server.folder / 'tracker.db'}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text(statement), values).all()
    engine.dispose()
    return rows


def messages_of(server: Server, customer: Customer) -> list[str]:
    conversation = conversation_id(customer.channel, customer.user, ID_KEY)
    return [
        row.message_id
        for row in stored(
            server, "SELECT message_id FROM inbox WHERE conversation = :c", c=conversation
        )
    ]


def test_a_message_delivered_five_times_is_answered_once(
    customer: Customer, server: Server
) -> None:
    body = customer.text_body("Waar zit veel magnesium in?")
    assert [customer.deliver(body) for _ in range(5)] == [200] * 5
    customer.answers()
    for _ in range(3):
        assert customer.deliver(body) == 200
    (next_answer,) = customer.ask("Zijn er bijwerkingen?")
    assert "diarree" in next_answer.text.lower()


def test_ten_messages_at_once_are_answered_in_order(customer: Customer) -> None:
    bodies = [customer.text_body(text) for text in ("Waar zit magnesium in?", "Bedankt!") * 5]
    for body in bodies:
        customer.send(body)
    answers = [answer.text for answer in customer.answers(10)]
    assert all("Graag gedaan" in text for text in answers[1::2])
    assert not any("Graag gedaan" in text for text in answers[::2])


def test_messages_that_arrive_out_of_order_are_all_answered(customer: Customer) -> None:
    first = customer.text_body("Waar zit magnesium in?")
    second = customer.text_body("Bedankt!")
    customer.send(second)
    customer.send(first)
    thanks, answer = customer.answers(2)
    assert "Graag gedaan" in thanks.text
    assert "Bron:" in answer.text


def forgeries(customer: Customer, chance: random.Random) -> tuple[bytes, dict[str, str]]:
    """Return a body with a signature that is missing, wrong or another body's."""
    body = customer.text_body(SECRET_WORDS)
    headers = customer.signed(body)
    name = next(name for name in headers if name.startswith("X-") and "Forwarded" not in name)
    kind = chance.choice(["missing", "empty", "wrong", "cut", "changed", "other"])
    if kind == "missing":
        del headers[name]
    elif kind == "empty":
        headers[name] = ""
    elif kind == "wrong":
        headers[name] = chance.choice(WRONG_SIGNATURES)
    elif kind == "cut":
        headers[name] = headers[name][:-1]
    elif kind == "changed":
        headers[name] = headers[name][::-1]
    elif customer.channel == "telegram":
        # The secret isn't bound to the body, so it is what has to differ.
        headers[name] = headers[name].upper()
    else:
        body += b" "
    return body, headers


def test_a_thousand_forged_webhooks(customer: Customer, server: Server) -> None:
    chance = random.Random(customer.channel)
    before = messages_of(server, customer)
    statuses = set()
    for _ in range(FORGED):
        body, headers = forgeries(customer, chance)
        encoded = {name: value.encode(errors="surrogateescape") for name, value in headers.items()}
        statuses.add(post(server.port, customer.path, body, encoded)[0])
    assert statuses == {403}
    assert messages_of(server, customer) == before
    assert "zeldzaamgeheim" not in server.log.read_text()


NEEDED = {
    "whatsapp": [
        ("object",), ("entry",), ("entry", 0, "changes"), ("entry", 0, "changes", 0, "field"),
        *(("entry", 0, "changes", 0, "value", *path) for path in (
            (), ("metadata",), ("metadata", "phone_number_id"), ("messages",), ("messages", 0),
            *(("messages", 0, *field) for field in (
                ("from",), ("id",), ("type",), ("text",), ("text", "body"),
            )),
        )),
    ],
    "messenger": [
        ("object",), ("entry",), ("entry", 0, "messaging"),
        *(("entry", 0, "messaging", 0, *path) for path in (
            (), ("sender",), ("sender", "id"), ("recipient",), ("recipient", "id"),
            ("timestamp",), ("message",), ("message", "mid"), ("message", "text"),
        )),
    ],
    "telegram": [
        ("update_id",), ("message",),
        *(("message", *path) for path in (
            ("chat",), ("chat", "id"), ("chat", "type"), ("date",), ("text",),
        )),
    ],
}  # fmt: skip
SHAPES = [None, [], {}, [[]], {"a": 1}, [None]]


def malformed(customer: Customer, chance: random.Random) -> bytes:
    """Return a body that lacks something, is cut off or has another shape somewhere."""
    body = customer.text_body(SECRET_WORDS)
    if customer.channel == "twilio":
        fields = dict(pair.split("=", 1) for pair in body.decode().split("&"))
        del fields["SmsSid"]
        del fields[chance.choice(["MessageSid", "From", "To", "AccountSid", "Body"])]
        fields[chance.choice(["NumSegments", "MediaContentType0", "x" * 99])] = "9" * 99
        return "&".join("=".join(pair) for pair in fields.items()).encode()
    if chance.random() < 0.3:
        return body[: chance.randrange(len(body) - 1)]
    content = json.loads(body)
    *path, last = chance.choice(NEEDED[customer.channel])
    parent = content
    for key in path:
        parent = parent[key]
    parent[last] = chance.choice(SHAPES)
    return json.dumps(content).encode()


def test_a_thousand_malformed_webhooks_with_a_right_signature(
    new_customer: MakeCustomer, server: Server
) -> None:
    customer = new_customer()
    chance = random.Random(customer.channel)
    statuses = {customer.deliver(malformed(customer, chance)) for _ in range(FORGED)}
    assert statuses <= {200, 400}
    assert messages_of(server, customer) == []
    assert "zeldzaamgeheim" not in server.log.read_text()
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"\xff\xfe", b"[" * 5000, b'{"entry": 5}'],
    ids=lambda b: str(b[:9]),
)
def test_a_signed_body_of_another_shape_is_refused(customer: Customer, body: bytes) -> None:
    if customer.channel == "twilio":
        headers = {"X-Twilio-Signature": "x"}
        assert customer.deliver(body, headers) == 403
    else:
        assert customer.deliver(body) == 400


def test_a_body_that_is_too_large_is_refused(customer: Customer) -> None:
    assert customer.deliver(b"x" * 1_100_000, {"Content-Type": "application/json"}) == 413


def test_metas_question_whether_the_webhook_is_ours(server: Server) -> None:
    for channel in ("whatsapp", "messenger"):
        asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
        path = f"/webhooks/{channel}/webhook?"
        right = urlencode({**asked, "hub.verify_token": VERIFY_TOKEN})
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}{right}") as answer:
            assert answer.read() == b"1158201444"
        for wrong in ({"hub.verify_token": "x"}, {}, {"hub.verify_token": VERIFY_TOKEN.upper()}):
            assert server.get(path + urlencode({**asked, **wrong}))[0] == 403
        assert server.get(path)[0] == 403


def test_echoes_receipts_edits_and_others_messages_are_ignored(
    customer: Customer, server: Server
) -> None:
    before = messages_of(server, customer)
    for body in ignored(customer):
        assert customer.deliver(body) == 200
    assert messages_of(server, customer) == before
    (answer,) = customer.ask("Waar zit veel magnesium in?")
    assert "spinazie" in answer.text


def ignored(customer: Customer) -> list[bytes]:
    if customer.channel == "whatsapp":
        status = {"id": "wamid.1", "timestamp": "1", "recipient_id": customer.user}
        edit = {"original_message_id": "wamid.1", "message": {"type": "text"}}
        other = json.loads(customer.text_body("hallo"))
        other["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = "1"
        return [
            *(customer.value(statuses=[{**status, "status": s}]) for s in ("sent", "read")),
            customer.message("edit", edit),
            customer.message("system", {"body": "new number", "type": "user_changed_number"}),
            customer.message("reaction", {"message_id": "wamid.1"}),
            json.dumps(other).encode(),
        ]
    if customer.channel == "messenger":
        echo = {"mid": "m_e", "text": "hallo", "is_echo": True, "app_id": 1}
        return [
            customer.event(message=echo, sender=graph.PAGE_ID, recipient=customer.user),
            customer.event(message=echo),
            customer.event(read={"watermark": 1458668856253}),
            customer.event(delivery={"mids": ["m_1"], "watermark": 1458668856253}),
            customer.event(message_edit={"mid": "m_1", "text": "anders", "num_edit": 1}),
            customer.event(reaction={"mid": "m_1", "action": "unreact"}),
            customer.event(message={"mid": "m_2", "text": "hallo"}, recipient="5"),
        ]
    if isinstance(customer, TelegramCustomer):
        group = telegram.Chat(-100, telegram.constants.ChatType.GROUP, title="Groep")
        text = customer._message(text="hallo")
        return [
            customer.update(edited_message=text),
            customer.update(channel_post=text),
            customer.message(text="hallo", chat=group),
            customer.message(pinned_message=text),
            customer.message(group_chat_created=True),
        ]
    return [
        customer.message(MessageStatus="delivered", Body=""),
        customer.message(To="whatsapp:+31999999999", Body="hallo"),
        customer.message(From="+31612345678", Body="hallo"),
    ]


# Twilio doesn't say when a message was sent.
@only("whatsapp", "messenger", "telegram")
def test_a_message_that_is_old_gets_an_apology_first(customer: Customer) -> None:
    an_hour_ago = int(time.time()) - 3600
    if customer.channel == "whatsapp":
        body = customer.message("text", {"body": "Waar zit magnesium in?"}, timestamp=an_hour_ago)
    elif customer.channel == "messenger":
        event = json.loads(customer.text_body("Waar zit magnesium in?"))
        event["entry"][0]["messaging"][0]["timestamp"] = an_hour_ago * 1000
        body = json.dumps(event).encode()
    else:
        assert isinstance(customer, TelegramCustomer)
        sent = datetime.datetime.fromtimestamp(an_hour_ago, datetime.timezone.utc)
        body = customer.message(text="Waar zit magnesium in?", date=sent)
    customer.send(body)
    apology, answer = customer.answers(2)
    assert apology.text.startswith("Sorry")
    assert "spinazie" in answer.text
    assert customer.deliver(body) == 200
    (after,) = customer.ask("Bedankt!")
    assert "Graag gedaan" in after.text


# Twilio doesn't pass on that a conversation was opened.
@only("whatsapp", "messenger", "telegram")
def test_start_gets_the_notice(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    if customer.channel == "telegram":
        body = customer.text_body("/start")
    elif customer.channel == "messenger":
        body = customer.event(postback={"title": "Aan de slag", "payload": "GET_STARTED"})
    else:
        body = customer.message("request_welcome", {})
    for _ in range(2):
        customer.send(body)
    (notice,) = customer.answers()
    assert "computerprogramma" in notice.text
    assert len(notice.buttons) == 3
    assert "Graag gedaan" in customer.ask("Bedankt!")[0].text


# The others send each event by itself.
@only("whatsapp", "messenger")
def test_several_events_in_one_webhook(new_customer: MakeCustomer) -> None:
    customer = new_customer()
    customer.meet()
    bodies = [customer.text_body("Waar zit magnesium in?"), customer.text_body("Bedankt!")]
    first, second = map(json.loads, bodies)
    first["entry"] += second["entry"]
    customer.send(json.dumps(first).encode())
    answer, thanks = customer.answers(2)
    assert "Bron:" in answer.text
    assert "Graag gedaan" in thanks.text


def test_no_table_but_one_knows_the_customers_own_id(customer: Customer, server: Server) -> None:
    customer.ask("Waar zit veel magnesium in?")
    own = customer.user.removeprefix("whatsapp:+")
    names = stored(server, "SELECT name FROM sqlite_master WHERE type = 'table'")
    holding = [
        row.name
        for row in names
        for found in stored(server, f'SELECT * FROM "{row.name}"')
        if any(own in str(value) for value in found)
    ]
    assert set(holding) == {"messenger_recipients"}
    assert own not in server.log.read_text()


# The others refuse at once.
@only("whatsapp", "twilio")
def test_a_failure_that_is_reported_later_is_recorded(customer: Customer, server: Server) -> None:
    if customer.channel == "whatsapp":
        status = {"id": "wamid.1", "timestamp": "1", "recipient_id": customer.user}
        errors = [{"code": 131047, "title": "Re-engagement message"}]
        body = customer.value(statuses=[{**status, "status": "failed", "errors": errors}])
        code = "131047"
    else:
        body = customer.message(
            MessageStatus="undelivered", ErrorCode="63016", To=customer.user,
            From="whatsapp:+31850000000",
        )  # fmt: skip
        code = "63016"
    customer.send(body)
    conversation = conversation_id(customer.channel, customer.user, ID_KEY)
    (row,) = stored(
        server, "SELECT last_failure FROM messenger_recipients WHERE conversation = :c",
        c=conversation,
    )  # fmt: skip
    assert row.last_failure == code
    assert f"messenger_{customer.channel}: accepted, but not delivered: {code}" in (
        server.log.read_text()
    )
