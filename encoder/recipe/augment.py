"""Makes a message look as if somebody else had typed it."""

from __future__ import annotations

import random
import string
import unicodedata

SHARE = 0.7
MAX_TYPOS = 2
# What people put in front of a question; a greeting must not change the topic.
OPENINGS = (
    "hoi ", "hallo, ", "Goedemorgen, ", "Beste, ", "hey ", "vraagje: ", "Goeiendag, ",
    "ff vraagje ", "sorry hoor maar ", "Dag, ", "Goedenavond. ", "hoi hoi, ",
    "kunt u mij helpen, ", "Allee, ",
)  # fmt: skip
CHAT_SPELLING = {
    "even": "ff", "misschien": "mss", "inderdaad": "idd", "gewoon": "gwn", "alstublieft": "aub",
    "mijn": "mn", "een": "n", "niet": "nie", "dat": "da", "wat": "wa", "ook": "ok", "iets": "ies",
    "het": "t", "eigenlijk": "eig", "magnesium": "magn", "natuurlijk": "tuurlijk", "zijn": "zn",
    "hem": "m", "goed": "goe", "veel": "vl", "vitamine": "vit",
}  # fmt: skip
_NEIGHBOURS = {
    "a": "sqz", "b": "vn", "c": "xv", "d": "sfe", "e": "rwd", "f": "gd", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "wa",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu",
    "z": "x",
}  # fmt: skip


def augment(text: str, chance: random.Random) -> str:
    """Return the message, in seven of ten cases changed in one to three ways."""
    if chance.random() >= SHARE:
        return text
    ways = chance.sample(_WAYS, k=chance.choice((1, 1, 2, 3)))
    for way in ways:
        text = way(text, chance)
    return text


def _lowercase(text: str, chance: random.Random) -> str:
    return text.lower()


def _without_punctuation(text: str, chance: random.Random) -> str:
    return text.translate(str.maketrans("", "", string.punctuation))


def _without_diacritics(text: str, chance: random.Random) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _opening(text: str, chance: random.Random) -> str:
    return chance.choice(OPENINGS) + text


def _chat_spelling(text: str, chance: random.Random) -> str:
    return " ".join(
        CHAT_SPELLING.get(word.lower(), word) if chance.random() < 0.5 else word
        for word in text.split(" ")
    )


def _typos(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, MAX_TYPOS)):
        places = [place for place, letter in enumerate(letters) if letter.isalpha()]
        if len(places) < 5:
            break
        place = chance.choice(places)
        kind = chance.randrange(4)
        if kind == 0:
            del letters[place]
        elif kind == 1:
            letters.insert(place, letters[place])
        elif kind == 2 and place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        else:
            near = _NEIGHBOURS.get(letters[place].lower(), letters[place])
            letters[place] = chance.choice(near)
    return "".join(letters)


_WAYS = (
    _lowercase, _without_punctuation, _without_diacritics, _opening, _chat_spelling, _typos, _typos,
)  # fmt: skip
