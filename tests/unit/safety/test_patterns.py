from __future__ import annotations

import pytest

from assistant.safety.normalise import normalise, without_control_characters
from assistant.safety.patterns import PatternError, compile_patterns


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("zwang*", "ben ik zwanger", True),
        ("zwang*", "bezwangerd", False),
        ("*baby", "tweelingbaby", True),
        ("(eerste|derde) trimester", "in mijn derde trimester", True),
        ("# weken zwanger", "twintig weken zwanger", True),
        ("# weken zwanger", "20 weken zwanger", True),
        ("pijn ... borst", "pijn aan de linker borst", True),
        ("pijn ... borst", "pijn in mijn been en ook wel eens op de borst", False),
        ("mijn kind", "mijn kinderen", False),
        ("béta", "beta", True),
    ],
)
def test_the_pattern_language(pattern: str, text: str, matches: bool) -> None:
    found = compile_patterns([pattern]).search(normalise(text) + " ")
    assert bool(found) is matches


@pytest.mark.parametrize("pattern", ["(a|b", "a)", "a+b", "", "[ab]"])
def test_anything_else_is_an_error(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_patterns([pattern])


def test_no_patterns_match_nothing() -> None:
    assert not compile_patterns([]).search("alles ")


def test_normalising() -> None:
    assert normalise("Bètablokker, ÉÉN cœur!") == "betablokker een coeur"
    assert without_control_characters("a\x00b\nc") == "ab\nc"
