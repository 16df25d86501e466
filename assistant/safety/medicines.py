"""Recognises medicines: listed names, classes by their INN stem, compounds and typos."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from assistant.knowledge.model import Medicines
from assistant.safety.inflections import base_forms
from assistant.safety.near_words import NearWords
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns, mask
from assistant.safety.scope import Reading

_MIN_WORD = 3
_TYPO_FREE_LENGTH = 6
_TWO_TYPOS_LENGTH = 11
_COMPOUND_LENGTH = 6
_COMPOUND_ENDINGS = (
    "pil",
    "pillen",
    "pilletje",
    "pilletjes",
    "pilleke",
    "pillekes",
    "zakje",
    "zakjes",
    "druppels",
    "puffer",
    "capsules",
    "poeder",
    "siroop",
    "drankje",
    "tablet",
    "tabletten",
    "medicatie",
    "medicijn",
    "medicijnen",
    "remmer",
    "remmers",
    "verdunner",
    "verdunners",
    "kuur",
    "therapie",
    "behandeling",
    "gebruik",
    "gebruiker",
    "gebruikers",
    "injectie",
    "injecties",
    "pleister",
    "pleisters",
    "spray",
    "zalf",
    "retard",
    "mups",
    "dosis",
)
# These endings make a medicine of any word before them ("bloeddrukpillen"); the others
# only of a name ("metformine" + "gebruik").
_TELLING_ENDINGS = (
    "medicatie",
    "medicijn",
    "medicijnen",
    "pil",
    "pillen",
    "pilletje",
    "pilletjes",
    "pilleke",
    "pillekes",
)
_LETTERS = re.compile(r"[a-z]+")
_REMEMBERED_WORDS = 20_000
NO_CLASS = ""
# Instead of a class: a word for medicine that mostly means nobody's.
PASSING = "?"
MEDICATION = "medicatie"


class MedicineMatcher:
    """Finds the medicines that a message names."""

    def __init__(
        self,
        medicines: Medicines,
        known_words: Collection[str] = (),
        groups: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Index the lexicon by name; ``known_words`` are never a misspelt medicine.

        ``groups`` are the words that ``<name>`` stands for in a phrase.
        """
        self._known_words = known_words
        self._class_of: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        phrases: dict[str, list[str]] = {}
        for class_id, entry in medicines.classes.items():
            self._add((*entry.generics, *entry.brands, *entry.words), class_id, phrases)
            self._stems.update({normalise(stem): class_id for stem in entry.stems})
        for listed in (medicines.treatments, medicines.general):
            self._add(listed.words, NO_CLASS, phrases)
            self._add(listed.passing, PASSING, phrases)
            phrases.setdefault(NO_CLASS, []).extend(listed.phrases)
        self._any_stem = tuple(self._stems)
        self._lookalikes = {normalise(word) for word in medicines.lookalikes}
        self._phrases = {
            class_id: compile_patterns(names, groups) for class_id, names in phrases.items()
        }
        self._near = NearWords(name for name in self._class_of if len(name) >= _TYPO_FREE_LENGTH)
        self._heads = {
            normalise(word)
            for words in (
                *(entry.words for entry in medicines.classes.values()),
                *(
                    (*listed.words, *listed.passing)
                    for listed in (medicines.general, medicines.treatments)
                ),
            )
            for word in words
            if len(word) >= _COMPOUND_LENGTH
        }
        self._class_names = {key: entry.name for key, entry in medicines.classes.items()}
        self._any_phrase = compile_patterns(
            (name for names in phrases.values() for name in names), groups
        )
        self._not_meant = compile_patterns(medicines.not_meant, groups)
        self._harmless = compile_patterns(medicines.harmless, groups)
        # Customers use the same words over and over.
        self._word = lru_cache(maxsize=_REMEMBERED_WORDS)(self._look_up)
        self._pair = lru_cache(maxsize=_REMEMBERED_WORDS)(self._glued)

    def find(self, text: str, reading: Reading | None = None) -> Iterator[str]:
        """Yield the class id of every medicine in a normalised text, once each.

        ``reading`` tells which words are denied. The class id is NO_CLASS where no class is known,
        PASSING for words that mostly mean nobody's medicine.
        """
        meant = mask(self._not_meant, text.strip() + " ", reading.in_doubt if reading else None)
        seen: set[str] = set()
        for class_id, start, end in self._matches(meant):
            denied = reading and reading.rules_out(MEDICATION, start, end, class_id)
            if not denied and class_id not in seen:
                seen.add(class_id)
                yield class_id

    def is_excluded(self, text: str, reading: Reading | None = None) -> bool:
        """Tell whether a normalised text says that no medicine is meant and names none."""
        text = text.strip() + " "
        named = self._harmless.search(text) or next(self._matches(text), None)
        return bool(named) and next(self.find(text, reading), None) is None

    def class_name(self, class_id: str) -> str:
        """Return a class's name as a customer reads it, empty for an unknown class."""
        return self._class_names.get(class_id, "")

    def _add(self, names: Iterable[str], class_id: str, phrases: dict[str, list[str]]) -> None:
        for name in map(normalise, names):
            if " " in name:
                phrases.setdefault(class_id, []).append(name)
                # Customers glue what the lexicon splits: "co diovan", "codiovan".
                self._class_of.setdefault(name.replace(" ", ""), class_id)
            elif name:
                self._class_of.setdefault(name, class_id)

    def _matches(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield class ids with the number of their first word and of the word after them."""
        if self._any_phrase.search(text):
            for class_id, pattern in self._phrases.items():
                for match in pattern.finditer(text):
                    start = text.count(" ", 0, match.start())
                    yield class_id, start, start + match[0].count(" ")
        words = text.split()
        for number, word in enumerate(words):
            found = [self._word(piece) for piece in (word, *_LETTERS.findall(word))]
            yield from ((key, number, number + 1) for key in found if key is not None)
        for number, (left, right) in enumerate(pairwise(words)):
            glued = self._pair(left, right)
            if glued is not None:
                yield glued, number, number + 2

    def _glued(self, left: str, right: str) -> str | None:
        return self._listed(left + right) if min(len(left), len(right)) > 1 else None

    def _look_up(self, word: str) -> str | None:
        if len(word) < _MIN_WORD:
            return None
        bases = base_forms(word)
        if not self._lookalikes.isdisjoint(bases):
            return None
        listed = self._listed(word)
        if listed is not None:
            return listed
        for base in bases:
            if base.endswith(self._any_stem):
                for stem, class_id in self._stems.items():
                    if base.endswith(stem) and len(base) >= len(stem) + 2:
                        return class_id
        compound = self._compound(word, bases)
        return self._misspelt(word) if compound is None else compound

    def _listed(self, word: str) -> str | None:
        names = (base for base in base_forms(word) if base in self._class_of)
        name = next(names, None)
        return None if name is None else self._class_of[name]

    def _compound(self, word: str, bases: list[str]) -> str | None:
        for ending in _COMPOUND_ENDINGS:
            rest = word.removesuffix(ending)
            if rest != word and (rest in self._class_of or rest[:-1] in self._class_of):
                return self._class_of_part(rest)
        for base in bases:
            for start in range(1, len(base) - _COMPOUND_LENGTH + 1):
                if base[start:] in self._heads:
                    return self._class_of_part(base[start:])
        telling = any(
            word.endswith(end) and len(word) >= len(end) + _MIN_WORD for end in _TELLING_ENDINGS
        )
        return NO_CLASS if telling else None

    def _class_of_part(self, word: str) -> str:
        # "Bloeddrukmedicijn" is somebody's.
        class_id = self._class_of.get(word, NO_CLASS)
        return NO_CLASS if class_id == PASSING else class_id

    def _misspelt(self, word: str) -> str | None:
        if len(word) < _TYPO_FREE_LENGTH or word in self._known_words:
            return None
        alike = self._near.sounding_like(word)
        if alike is not None:
            return self._class_of[alike]
        close = self._near.nearest(word, 2 if len(word) >= _TWO_TYPOS_LENGTH else 1)
        if close is None:
            return None
        name, typos = close
        # Only a look-alike that is nearer than the medicine speaks against it.
        lookalike = extractOne(word, self._lookalikes, scorer=OSA.distance, score_cutoff=typos - 1)
        return None if lookalike else self._class_of[name]
