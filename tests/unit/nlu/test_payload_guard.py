from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.payload_guard import NOTHING_TYPED, PayloadGuard

BUTTONS = {"buttons": [{"title": "Hoeveel", "payload": "/dosering"}]}
OFFERED = DialogueStateTracker.from_events("c", [BotUttered("Kies", BUTTONS)])
NOTHING_OFFERED = DialogueStateTracker.from_events("c", [])


def guarded_text(text: str, tracker: DialogueStateTracker) -> str:
    message = Message({TEXT: text})
    PayloadGuard().process([message], tracker)
    return str(message.get(TEXT))


def test_a_button_that_was_shown_counts() -> None:
    assert guarded_text("/dosering", OFFERED) == "/dosering"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/restart", "restart"),
        ("/dosering ", "dosering"),
        (" /dosering", "dosering"),
        ('/dosering{"risks": null}', 'dosering{"risks": null}'),
        ("//x", "x"),
        ("/", NOTHING_TYPED),
        ("", NOTHING_TYPED),
        ("  ", NOTHING_TYPED),
        ("kramp\x00pen", "kramppen"),
        ("gewone vraag", "gewone vraag"),
    ],
)
def test_everything_else_is_plain_text(typed: str, read: str) -> None:
    assert guarded_text(typed, OFFERED) == read


def test_without_an_offer_no_payload_counts() -> None:
    assert guarded_text("/dosering", NOTHING_OFFERED) == "dosering"
