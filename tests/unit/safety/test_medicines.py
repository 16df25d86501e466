from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.knowledge.loader import load
from assistant.safety.dutch_words import known_dutch_words
from assistant.safety.medicines import MedicineMatcher
from assistant.safety.normalise import normalise

KNOWLEDGE = load()
MATCHER = MedicineMatcher(KNOWLEDGE.medicines, known_dutch_words(), KNOWLEDGE.risks.groups)
# "Dioxine" is another word, not a misspelt digoxine.
OTHER_WORDS = known_dutch_words() | {normalise(word) for word in KNOWLEDGE.medicines.lookalikes}
GENERICS = sorted(
    name
    for entry in KNOWLEDGE.medicines.classes.values()
    for name in entry.generics
    if " " not in normalise(name)
)


def found(text: str) -> list[str]:
    return list(MATCHER.find(normalise(text)))


@pytest.mark.parametrize(
    ("text", "class_id"),
    [
        ("ik slik metoprolol", "betablokker"),
        ("fantasiprolol", "betablokker"),
        ("mijn plaspillen", None),
        ("bloeddrukpillen", None),
        ("schildkliermedicatie", None),
        ("met0prolol 50mg metropolol", None),
        ("metoprolol50mg", "betablokker"),
        ("elikwis", "doac"),
        ("een xanaxke", None),
        ("co-diovan", None),
        ("maagzuur remmers", None),
        ("een oxazepammetje", "benzodiazepine"),
        ("movicolonzakjes", None),
        ("een waterpilleke", None),
    ],
)
def test_medicines_are_recognised(text: str, class_id: str | None) -> None:
    classes = found(text)
    assert classes
    assert class_id is None or class_id in classes


@pytest.mark.parametrize(
    "text",
    [
        "in april bestel ik weer magnesiumcitraat",
        "mijn pakket met vitamines",
        "vitaminepillen en magnesiumtabletten",
        "is magnesium een medicijn?",
        "ik slik geen medicijnen",
        "de bittere pil",
        "alcohol, creatine en melatonine",
        "mijn bestelling is er nog niet",
        "natuurlijke calciumblokker",
        "knoflookpillen en teunisbloemolie",
    ],
)
def test_look_alikes_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_lexicon_is_large_enough() -> None:
    names = {
        name
        for entry in KNOWLEDGE.medicines.classes.values()
        for name in (*entry.generics, *entry.brands, *entry.words)
    }
    assert len(names) >= 600


@settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(GENERICS), data=st.data())
def test_a_listed_name_is_found_in_any_case_and_with_one_typo(
    name: str, data: st.DataObject
) -> None:
    word = normalise(name)
    assert found(f"mag ik {word.upper()} met magnesium")
    if len(word) >= 7 and word.isalpha():
        place = data.draw(st.integers(1, len(word) - 2))
        typo = word[:place] + word[place + 1 :]
        if typo not in OTHER_WORDS:
            assert found(f"mag ik {typo} met magnesium"), typo


def test_excluded_only_when_nothing_is_left() -> None:
    assert MATCHER.is_excluded(normalise("ik slik geen medicijnen"))
    assert not MATCHER.is_excluded(normalise("geen medicijnen, alleen metoprolol"))
    assert not MATCHER.is_excluded(normalise("helpt het tegen kramp"))
