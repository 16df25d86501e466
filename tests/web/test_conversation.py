"""A visitor's conversation over real HTTP: answers, repetition, reload, deletion."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assistant.channels.web.schemas import reply_schema
from tests.e2e.conftest import Server
from tests.web.visitor import Visitor, stream

FOODS = "waar zit veel magnesium in?"
BLOCKER = "ik slik metoprolol, mag dat samen?"


def as_described(shape: str, content: Any) -> None:
    schema = {"$defs": reply_schema()["$defs"], "$ref": f"#/$defs/{shape}"}
    Draft202012Validator(schema).validate(content)


def test_a_session_says_what_the_widget_shows_first(visitor: Visitor) -> None:
    session = visitor.begin()
    as_described("Session", session)
    assert "computerprogramma" in session["welcome"]["text"]
    assert "7 dagen" in session["welcome"]["text"]
    titles = [button["title"] for button in session["welcome"]["suggestions"]]
    assert len(titles) == 4
    assert all(title.endswith("?") for title in titles)


def test_an_answer_comes_on_the_stream_with_typing_around_it(visitor: Visitor) -> None:
    with stream(visitor) as until:
        visitor.send(text=FOODS)
        events = until(lambda events: {"type": "typing", "on": False} in events)
    for event in events:
        as_described("Event", event)
    assert [event["type"] for event in events] == ["user", "typing", "message", "typing"]
    answer = events[2]
    assert answer["kind"] == "answer"
    assert answer["topics"] == ["voedingsbronnen"]
    assert "spinazie" in answer["text"]
    assert "Bron:" not in answer["text"]
    assert [link["role"] for link in answer["links"]] == ["source"]
    assert answer["buttons"]


def test_a_referral_and_an_emergency_show_by_kind_with_telephone_links(visitor: Visitor) -> None:
    assert visitor.ask(text=BLOCKER)[0]["kind"] == "referral"
    emergency = visitor.ask(text="ik heb pijn op de borst en krijg geen adem")[0]
    assert emergency["kind"] == "emergency"
    assert "tel:112" in [link["url"] for link in emergency["links"]]


def test_what_isnt_dutch_names_its_language(visitor: Visitor) -> None:
    english, dutch = visitor.ask(text="Does it help against cramps?"), visitor.ask(text=FOODS)
    as_described("Event", english[0])
    assert english[0]["lang"] == "en"
    assert "lang" not in dutch[0]


def test_a_repeated_message_gets_the_stored_answer(visitor: Visitor) -> None:
    message_id = str(uuid.uuid4())
    first = visitor.send(message_id, text=FOODS)
    as_described("Receipt", first.json())
    visitor.answer_to(message_id)
    again = visitor.send(message_id, text=FOODS).json()
    as_described("Receipt", again)
    assert again["status"] == "answered"
    assert [event["type"] for event in again["events"]] == ["user", "message"]
    assert len(visitor.history()) == 2


def test_answers_keep_the_order_of_the_messages(visitor: Visitor) -> None:
    ids = [str(uuid.uuid4()) for _ in range(6)]
    for message_id in ids:
        visitor.send(message_id, text=FOODS)
    visitor.answer_to(ids[-1])
    events = visitor.history()
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    answered = [event["in_reply_to"] for event in events if event["type"] == "message"]
    assert answered == ids


def test_a_button_counts_only_if_it_was_offered_here(visitor: Visitor) -> None:
    refused = visitor.send(payload="/combinaties")
    assert refused.status_code == 409
    as_described("Problem", refused.json())
    suggested = visitor.ask(payload="/spierkrampen")
    assert suggested[0]["topics"] == ["spierkrampen"]
    assert visitor.history()[0]["text"] == "Wat is bekend over spierkrampen?"
    button = suggested[0]["buttons"][0]
    assert visitor.ask(payload=button["payload"])
    assert Visitor(visitor.http.base_url.port).send(payload="/restart").status_code == 409


def test_a_risk_typed_as_a_payload_is_referred(visitor: Visitor) -> None:
    assert visitor.ask(payload="/ik ben zwanger, mag ik dit?")[0]["kind"] == "referral"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hallo " * 400, ["fallback"]),
        ("bla " * 600 + "ik slik metoprolol", ["referral", "fallback"]),
        ("bla " * 600 + "ik krijg geen lucht meer en heb pijn op mijn borst", ["emergency"]),
    ],
)
def test_a_long_message_is_read_for_risks_before_it_is_refused(
    visitor: Visitor, text: str, kinds: list[str]
) -> None:
    replies = visitor.ask(text=text)
    assert [reply["kind"] for reply in replies] == kinds
    if kinds != ["emergency"]:
        assert "2000 tekens" in replies[-1]["text"]


def test_the_product_of_the_page_is_named_with_products(visitor: Visitor) -> None:
    page = {"product": "demo-magnesium"}
    replies = visitor.ask(text="welke producten verkopen jullie", page=page)
    assert "demonstratieproduct" in replies[0]["text"]


def test_a_thumb_is_stored_and_shown_again_after_a_reload(visitor: Visitor) -> None:
    answer = visitor.ask(text=FOODS)[0]
    body = {"event": answer["id"], "thumb": "down", "reason": "te kort"}
    given = visitor.http.post("/feedback", json=body, headers=visitor.headers)
    assert given.status_code == 204
    shown = visitor.history()[-1]
    assert (shown["type"], shown["event"], shown["thumb"]) == ("feedback", answer["id"], "down")
    stored = visitor.get("/export").json()["stored"]["web_feedback"]
    assert [(row["value"], row["reason"]) for row in stored] == [("down", "te kort")]
    for number in (1, 999):
        wrong = {"event": number, "thumb": "up"}
        refused = visitor.http.post("/feedback", json=wrong, headers=visitor.headers)
        assert refused.status_code == 404


def test_an_export_holds_everything_and_a_deletion_leaves_nothing(
    visitor: Visitor, web_server: Server
) -> None:
    visitor.ask(text="mijn zwanger nichtje slikt zeldzaamstofje")
    exported = visitor.get("/export")
    as_described("Export", exported.json())
    assert "attachment" in exported.headers["content-disposition"]
    assert "zeldzaamstofje" in exported.text
    with stream(visitor) as until:
        until(lambda events: len(events) >= 2)
        deleted = visitor.http.delete("/conversation", headers=visitor.headers)
        assert deleted.status_code == 204
    assert visitor.get("/history").status_code == 401
    assert visitor.send(text="hallo").status_code == 401
    for file in web_server.folder.glob("tracker.db*"):
        assert b"zeldzaamstofje" not in file.read_bytes()


def test_a_stream_goes_on_after_the_last_event_seen(visitor: Visitor) -> None:
    visitor.ask(text=FOODS)
    with stream(visitor, after=1) as until:
        events = until(lambda events: len(events) >= 1)
    assert events[0]["id"] == 2


def test_a_long_poll_waits_for_news(visitor: Visitor) -> None:
    visitor.ask(text=FOODS)
    last = visitor.get("/history").json()["last"]
    nothing = visitor.get("/events", params={"after": last, "wait": 0.2}).json()
    as_described("Events", nothing)
    assert nothing == {"events": [], "last": last, "typing": False}
    visitor.send(text=FOODS)
    found = visitor.get("/events", params={"after": last, "wait": 20}).json()
    assert found["events"][0]["type"] == "user"


def test_the_cookie_is_for_this_site_only_and_no_script_reads_it(visitor: Visitor) -> None:
    response = visitor.http.post("/session", json={"mode": "cookie"})
    assert response.json()["token"] is None
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    token = response.cookies["chat"]
    client = visitor.http
    client.cookies.set("chat", token)
    assert client.get("/history").json()["events"] == []
    assert client.delete("/conversation").status_code == 204
    assert client.get("/history").status_code == 401


def test_emoji_and_markup_come_back_as_they_were_typed(visitor: Visitor) -> None:
    said = "<b>hallo</b> 😀 **vet** \" ' & </script>"
    visitor.ask(text=said)
    assert visitor.history()[0]["text"] == said
    assert said in json.dumps(visitor.get("/export").json(), ensure_ascii=False).replace('\\"', '"')
