"""Tells whether a risk word is denied or past: "ik ben niet zwanger", "toen ik zwanger was".

Or whether the message is of a sort in which it concerns nobody: a quiz, somebody else's illness.

Two readings must agree before anything is ruled out, the words around it and the dependency
parse; whatever makes one of them unsure leaves the risk in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from assistant.knowledge.model import Frame, ScopeWords
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns

logger = logging.getLogger(__name__)
Parse = Callable[[str], Doc]

# How many words may stand between a denial and what it denies.
_REACH = 4
_SENTENCE_END = re.compile(r"(?<=[.!?;\n])\s+")
_CLAUSE_END = re.compile(r"[,;:()\n]+|\s(?=(?:maar|want|dus|terwijl|omdat|en)\s)", re.IGNORECASE)
_NONE = {"geen", "gene", "gin"}
_NUMBER = compile_patterns(["#"])
_SPEAKERS = {"ik", "we", "wij"}
# "Neem ik nooit": the fewest words that shun something.
_SHUNNED = 3
_OBJECT = {"obj", "obl", "obl:arg", "xcomp", "nsubj", "conj"}
_NAMES = {"NOUN", "PROPN", "ADJ"}
_BESIDE_A_DENIAL = {"nsubj", "punct", "cc", "conj", "cop", "aux", "mark", "parataxis"}


@dataclass(frozen=True)
class _Frame:
    """A kind of message in which a risk word concerns nobody; see the knowledge model."""

    kinds: frozenset[str]
    message: re.Pattern[str]
    never: re.Pattern[str]
    near: re.Pattern[str] | None
    not_near: re.Pattern[str]

    @classmethod
    def compiled(cls, frame: Frame, groups: dict[str, list[str]]) -> _Frame:
        return cls(
            frozenset(frame.kinds),
            compile_patterns(frame.message, groups),
            compile_patterns(frame.never, groups),
            compile_patterns(frame.near, groups) if frame.near else None,
            compile_patterns(frame.not_near, groups),
        )

    def covers(self, message: str, clause: str) -> bool:
        return (
            bool(self.message.search(message))
            and not self.not_near.search(clause)
            and (self.near is None or bool(self.near.search(clause)))
            and not self.never.search(message)
        )


class Scope:
    """Reads messages with the words of ``risks.yml`` and a parser."""

    def __init__(self, words: ScopeWords, groups: dict[str, list[str]], parse: Parse) -> None:
        """Compile the words; ``parse`` gives a sentence's dependencies."""
        self.parse = parse
        self.denials = frozenset(words.denials)
        self.doubt = frozenset(words.doubt)
        self.verbs = frozenset(words.verbs)
        self.complaints = frozenset(words.complaints)
        self.filler = frozenset(words.filler)
        self.complaint_kinds = frozenset(words.complaint_kinds)
        self.past_kinds = frozenset(words.past_kinds)
        self.contrast = compile_patterns(words.contrast, groups)
        self.past = compile_patterns(words.past, groups)
        self.still = compile_patterns(words.still, groups)
        self.units = frozenset(words.units)
        self.stages = frozenset(words.stages)
        self.frames = [_Frame.compiled(frame, groups) for frame in words.frames.values()]

    def read(self, text: str) -> Reading:
        """Return a message in which risk words can be looked up."""
        return Reading(self, text)


@dataclass(frozen=True)
class _Part:
    """A sentence or clause: its words and the number of the first one in the message."""

    text: str
    words: tuple[str, ...]
    first: int

    def holds(self, number: int) -> bool:
        return self.first <= number < self.first + len(self.words)


class Reading:
    """One message; words are numbered as in its normalised form."""

    def __init__(self, scope: Scope, text: str) -> None:
        """Take the message as the customer wrote it."""
        self._scope = scope
        self._text = text
        self._parsed: dict[str, list[list[Token]] | None] = {}

    def rules_out(self, kind: str, start: int, end: int, medicine_class: str = "") -> bool:
        """Tell whether a risk named by words ``start`` up to ``end`` concerns nobody.

        It may be denied, past, or beside the point of the message.
        ``end`` is the number of the word after it, ``kind`` the kind of risk.
        """
        passes = not self._scope.past_kinds.isdisjoint((kind, medicine_class))
        sentence = next((part for part in self._sentences if part.holds(start)), None)
        if sentence is None or not sentence.holds(end - 1):
            return False
        try:
            return (
                self._is_denied(sentence, kind, start, end)
                or self._is_shunned(sentence, start, end)
                or (passes and self._is_past(sentence, start, end))
                or self._is_beside_the_point(sentence, {kind, medicine_class}, start, end)
            )
        except Exception as error:
            # Without a parse nothing is ruled out. An error's text may quote the customer.
            logger.error("reading a sentence failed: %s", type(error).__name__)
            return False

    def in_doubt(self, start: int, end: int) -> bool:
        """Tell whether words that lift a risk mean something else by what stands around them.

        A denial or a date may be limited; "zoon van 30" is no age before "kilo", and "al 20
        weken" isn't how long something lasts before "ver".
        """
        words = self._words
        if words[end - 1] in self._scope.units and not self._scope.stages.isdisjoint(
            words[end : end + 1]
        ):
            return True
        counted = _NUMBER.fullmatch(words[end - 1] + " ")
        if counted and not self._scope.units.isdisjoint(words[end : end + 1]):
            return True
        phrase, rest = (" ".join(part) + " " for part in (words[start:end], words[end:]))
        if not self._scope.denials.isdisjoint(words[start:end]):
            nearby = words[max(start - 1, 0) : start]
            return nearby == ["nog"] or bool(self._scope.contrast.search(rest))
        return bool(self._scope.past.search(phrase) and self._scope.still.search(rest))

    @cached_property
    def _words(self) -> list[str]:
        return normalise(self._text).split()

    @cached_property
    def _sentences(self) -> list[_Part]:
        return list(_parts(_SENTENCE_END.split(self._text), 0))

    def _is_denied(self, sentence: _Part, kind: str, start: int, end: int) -> bool:
        scope = self._scope
        if scope.denials.isdisjoint(sentence.words):
            return False
        clause = self._clause(sentence, start, end)
        if clause is None or not scope.doubt.isdisjoint(clause.words):
            return False
        denials = [n for n, word in enumerate(clause.words, clause.first) if word in scope.denials]
        if clause.holds(start - 1) and all(self._words[n] in _NONE for n in denials):
            # "Geen pil geen medicijnen": each denies the word after it.
            denials = [n for n in denials if n == start - 1] or denials
        if len(denials) != 1 or not -_REACH <= start - denials[0] <= _REACH:
            return False
        following = sentence.words[denials[0] - sentence.first :]
        rest = " ".join([*following, *self._words_after(sentence)]) + " "
        if scope.contrast.search(rest):
            return False
        tokens = self._tokens(sentence)
        if tokens is None:
            return False
        denial = tokens[denials[0] - sentence.first]
        named = _named(tokens, start - sentence.first, end - sentence.first)
        return bool(denial) and named is not None and self._denies(denial[0], named, kind)

    def _is_shunned(self, sentence: _Part, start: int, end: int) -> bool:
        """Tell whether "X neem ik nooit" is all that its clause says of X.

        Nothing may follow: "neem ik niet elke dag" and "neem ik nooit, behalve ..." take it.
        """
        clause = self._clause(sentence, start, end)
        if clause is None:
            return False
        scope = self._scope
        tail = clause.words[end - clause.first :]
        if len(tail) < _SHUNNED or tail[0] not in scope.verbs or tail[1] not in _SPEAKERS:
            return False
        number = clause.first + len(clause.words)
        rest = sentence.words[number - sentence.first :]
        return (
            tail[-1] in scope.denials
            and scope.filler.issuperset(tail[2:-1])
            and scope.doubt.isdisjoint(rest[:1])
            and not scope.contrast.search(" ".join([*rest, *self._words_after(sentence)]) + " ")
        )

    def _is_beside_the_point(self, sentence: _Part, kinds: set[str], start: int, end: int) -> bool:
        """Tell whether the message is one in which the risk word concerns nobody."""
        part = self._clause(sentence, start, end) or sentence
        message, clause = (" ".join(words) + " " for words in (self._words, part.words))
        return any(
            not frame.kinds.isdisjoint(kinds) and frame.covers(message, clause)
            for frame in self._scope.frames
        )

    def _denies(self, denial: Token, named: Token, kind: str) -> bool:
        scope = self._scope
        if any(child.dep_ == "nummod" for child in named.children):
            return False
        if denial.head == named:
            # The parser takes names that it doesn't know for verbs.
            predicate = any(child.dep_ in ("cop", "aux") for child in named.children)
            return denial.dep_ == "det" or (denial.dep_ == "advmod" and predicate)
        if named.dep_ == "conj" and any(
            child.dep_ == "cc" and child.lower_ in ("of", "en", "noch") for child in named.children
        ):
            return self._denies(denial, named.head, kind)
        owned = any(child.dep_ == "nmod:poss" for child in named.children)
        head = named.head
        if denial.head != head:
            return False
        if head.pos_ in _NAMES:
            return kind in scope.complaint_kinds and head.lower_ in scope.complaints
        beside = (child for child in head.children if child not in (denial, named))
        return (
            head.lower_ in scope.verbs
            and not owned
            and named.dep_ in _OBJECT
            and denial.i < named.i
            and all(
                child.dep_ in _BESIDE_A_DENIAL or child.lower_ in scope.filler for child in beside
            )
        )

    def _is_past(self, sentence: _Part, start: int, end: int) -> bool:
        scope = self._scope
        words = " ".join(sentence.words) + " "
        if not scope.past.search(words) or scope.still.search(scope.past.sub("", words)):
            return False
        tokens = self._tokens(sentence)
        named = _named(tokens, start - sentence.first, end - sentence.first) if tokens else None
        if named is None or any(child.dep_ == "nmod:poss" for child in named.children):
            return False
        chain = (named, *named.ancestors)
        verbs = [verb for token in chain for verb in _finite_verbs(token)]
        if not verbs:
            # "Ooit antibiotica gehad in 1998" has no finite verb at all.
            return any("Part" in token.morph.get("VerbForm") for token in chain)
        return all(
            "Past" in verb.morph.get("Tense") or (verb.dep_ == "aux" and verb.head == named)
            for verb in verbs
        )

    def _clause(self, sentence: _Part, start: int, end: int) -> _Part | None:
        """Return the clause that holds all of a phrase."""
        clauses = _parts(_CLAUSE_END.split(sentence.text), sentence.first)
        return next((part for part in clauses if part.holds(start) and part.holds(end - 1)), None)

    def _words_after(self, sentence: _Part) -> list[str]:
        number = sentence.first + len(sentence.words)
        return self._words[number:]

    def _tokens(self, sentence: _Part) -> list[list[Token]] | None:
        """Return the tokens of each word; None if the parser cuts words elsewhere."""
        if sentence.text not in self._parsed:
            tokens: list[list[Token]] = []
            for token in self._scope.parse(sentence.text):
                tokens += [[token]] * len(normalise(token.text).split())
            fits = len(tokens) == len(sentence.words)
            self._parsed[sentence.text] = tokens if fits else None
        return self._parsed[sentence.text]


def _parts(texts: Sequence[str], first: int) -> Iterator[_Part]:
    for text in texts:
        words = tuple(normalise(text).split())
        yield _Part(text, words, first)
        first += len(words)


def _named(tokens: list[list[Token]], start: int, end: int) -> Token | None:
    """Return the token of a phrase that carries its meaning: its last name, else its last word."""
    found = [token for word in tokens[start:end] for token in word]
    names = [token for token in found if token.pos_ in _NAMES]
    return (names or found or [None])[-1]


def _finite_verbs(token: Token) -> Iterator[Token]:
    helpers = (child for child in token.children if child.dep_ in ("aux", "cop"))
    for verb in (token, *helpers):
        if verb.pos_ in ("VERB", "AUX") and "Fin" in verb.morph.get("VerbForm"):
            yield verb
