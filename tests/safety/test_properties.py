"""Whatever is written around it, and however: a medicine is referred, without a dose."""

from __future__ import annotations

from string import ascii_lowercase

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.dialogue.safeguard import safeguard
from assistant.dialogue.turn import Turn
from assistant.knowledge.loader import load
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind
from assistant.safety.dutch_words import known_dutch_words
from assistant.safety.gate import SafetyGate
from assistant.safety.normalise import normalise

KNOWLEDGE = load()
GATE = SafetyGate(KNOWLEDGE)
COMPOSER = Composer(KNOWLEDGE)
LISTED = sorted(
    {
        name
        for entry in KNOWLEDGE.medicines.classes.values()
        for name in (*entry.generics, *entry.brands, *entry.words)
    }
)
# Neither a denial nor the past in them.
CARRIERS = (
    "mag ik magnesium nemen",
    "hoeveel magnesium per dag",
    "welke soort raadt u aan bij kramp in mijn kuiten",
    "ik slaap slecht en wil iets proberen",
    "hallo ik heb een vraag over de capsules",
    "is citraat beter dan oxide",
    "kan dat samen",
    "ik ben 58 en fiets veel, wat past bij mij",
    "ik sta de hele dag in de winkel en heb zware benen. Welke magnesium helpt? Alvast bedankt",
)
MIN_TYPO_LENGTH = 7


def spelled_otherwise(word: str, place: int, how: str, letter: str) -> str:
    """Return a word with one typo at a place."""
    before, char, after = word[:place], word[place], word[place + 1 :]
    return {
        "left out": before + after,
        "doubled": before + 2 * char + after,
        "replaced": before + letter + after,
        "added": before + char + letter + after,
        "swapped": before + after[:1] + char + after[1:],
    }[how]


@st.composite
def medicines(draw: st.DrawFn) -> str:
    """Draw a listed name in any case, with at most one typo if it is long enough."""
    name = draw(st.sampled_from(LISTED))
    if len(name) >= MIN_TYPO_LENGTH and name.isalpha() and draw(st.booleans()):
        how = draw(st.sampled_from(["left out", "doubled", "replaced", "added", "swapped"]))
        place = draw(st.integers(0, len(name) - 1))
        name = spelled_otherwise(name, place, how, draw(st.sampled_from(ascii_lowercase)))
        # A typo that makes another word of the language says something else.
        assume(normalise(name) not in known_dutch_words())
        assume(normalise(name) not in LOOKALIKES)
    return "".join(char.upper() if draw(st.booleans()) else char for char in name)


LOOKALIKES = {normalise(word) for word in KNOWLEDGE.medicines.lookalikes}


@settings(max_examples=5000, deadline=None)
@given(name=medicines(), carrier=st.sampled_from(CARRIERS), data=st.data())
def test_a_medicine_anywhere_is_referred_without_a_dose(
    name: str, carrier: str, data: st.DataObject
) -> None:
    words = carrier.split()
    place = data.draw(st.integers(0, len(words)))
    text = " ".join([*words[:place], name, *words[place:]])
    turn = Turn(text, findings=tuple(GATE.findings(text)))
    replies = safeguard(turn, COMPOSER, GATE)
    assert replies, text
    assert {reply.kind for reply in replies} <= {Kind.REFERRAL, Kind.EMERGENCY}
    assert not any("mg" in normalise(reply.text).split() for reply in replies)
