from __future__ import annotations

import pytest

from assistant.knowledge.loader import Knowledge
from assistant.understanding.context import Context
from assistant.understanding.taking_back import Sign, TakeBackReader

TWO = Context(risks=("zwangerschap", "medicatie"), last_risks=("medicatie",))


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> TakeBackReader:
    return TakeBackReader(knowledge.follow_ups)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ik slik geen metoprolol meer, ben wel nog zwanger", ("medicatie",)),
        ("ik ben niet zwanger maar slik wel metoprolol", ("zwangerschap",)),
        ("niet meer zwanger en die pillen slik ik niet meer", ("zwangerschap", "medicatie")),
        ("vergeet dat", ("medicatie",)),
        ("vergeet alles maar", ("zwangerschap", "medicatie")),
        ("we hebben geen kind hoor", ()),
        ("ik vergeet mijn medicijnen soms", ()),
        ("hoeveel per dag", ()),
        ("mijn broer is 52 en gezond, zijn bloeddruk is prima, hoeveel mag die", ()),
        ("mn zus slikt niks meer, welke soort voor haar", ()),
    ],
)
def test_only_what_is_meant_is_taken_back(
    reader: TakeBackReader, text: str, kinds: tuple[str, ...]
) -> None:
    assert reader.read(text, TWO) == kinds


def test_somebody_else_counts_only_after_being_asked(reader: TakeBackReader) -> None:
    known = Context(risks=("zwangerschap",))
    asked = Context(risks=("zwangerschap",), risk_asked=True)
    assert reader.read("dat was mijn zus", known) == ()
    assert reader.read("dat was mijn zus", asked) == ("zwangerschap",)


def test_words_count_only_as_far_as_the_sign_allows(reader: TakeBackReader) -> None:
    known = Context(risks=("medicatie",), last_risks=("medicatie",))
    assert reader.read("vergeet dat", known, Sign.NO) == ()
    without_words = "wacht, ik lees van mn oma haar doosje"
    assert reader.read(without_words, known, Sign.POSSIBLY) == ()
    assert reader.read(without_words, known, Sign.SURELY) == ("medicatie",)


def test_a_sure_sign_takes_back_only_the_risk_that_is_named(reader: TakeBackReader) -> None:
    text = "met die pillen ben ik allang klaar"
    assert reader.read(text, TWO, Sign.SURELY) == ("medicatie",)
    pregnant = Context(risks=("zwangerschap",), last_risks=("zwangerschap",))
    assert reader.read(text, pregnant, Sign.SURELY) == ()


def test_what_the_gate_sees_is_named(reader: TakeBackReader) -> None:
    pregnant = Context(risks=("zwangerschap",), last_risks=("zwangerschap",))
    text = "met omeprazol ben ik allang klaar"
    assert reader.read(text, pregnant, Sign.SURELY) == ("zwangerschap",)
    assert reader.read(text, pregnant, Sign.SURELY, {"medicatie"}) == ()


def test_every_button_takes_back_its_own_risk(reader: TakeBackReader, knowledge: Knowledge) -> None:
    kinds = tuple(knowledge.safety.taking_back)
    for kind, title in knowledge.safety.taking_back.items():
        assert reader.read(title, Context(risks=kinds, risk_asked=True)) == (kind,), title
