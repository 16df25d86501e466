"""Understands messages that only make sense after the reply before them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from assistant.knowledge.model import CarryOver, FollowUps
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns, compiled, only
from assistant.topics import HANDOVER_TOPIC, OUT_OF_SCOPE_TOPIC, SMALL_TALK_TOPICS, TALK_TOPICS
from assistant.understanding.context import Context
from assistant.understanding.taking_back import Sign, TakeBackReader

# A message of more words stands on its own.
MAX_FOLLOW_UP_WORDS = 9
MAX_SHORT_REPLY_WORDS = 5
# In a longer one something new may be told beside what is taken back.
MAX_TAKE_BACK_WORDS = 12
MAX_BARE_WORDS = 6
MAX_NOT_THIS_WORDS = 3
# Longer ones may still lean on the answer before them; a trained model tells.
MAX_CONTINUATION_WORDS = 14
# How much likelier the topic in focus is than the words of half a question alone say.
FOCUS_BOOST = 3.0
# Surer than this, the words speak for themselves.
CLEAR = 0.9
# Surer than this that a message goes on, it isn't mere talk.
NO_TALK = 0.7
Ranking = list[tuple[str, float]]
_COMMA = re.compile(r"[,.;]\s*")
_BUT = re.compile(r"[,.;]\s*(?:maar\s+)?|\s+maar\s+")


class Act(str, Enum):
    """What a message does when it isn't about a topic."""

    DECLINE = "decline"
    # "Yes, that still holds" and "no", after being asked about several risks at once.
    CONFIRM = "confirm"
    DENY = "deny"
    TAKE_BACK = "take_back"


@dataclass(frozen=True)
class FollowUp:
    """What a message means in its context: topics, or an act.

    ``says_nothing_new`` tells that every word was recognised as a number, yes, no or a reference
    to what was said: such a message names no risk that the rules could have missed.
    ``taken_back`` are the risk kinds that an Act.TAKE_BACK is about. ``instead_of`` is the topic
    that the words alone suggest for the first of ``topics``.
    """

    topics: tuple[str, ...] = ()
    act: Act | None = None
    says_nothing_new: bool = False
    taken_back: tuple[str, ...] = ()
    instead_of: str | None = None

    def beside(self, heard: Sequence[str]) -> list[str]:
        """Return the topics meant when the words alone ask all those ``heard``, in their order.

        "Welke soort en hoeveel?" after migraine asks for a kind against it, and for an amount.
        """
        if len(heard) < 2 or self.says_nothing_new or not self.topics:
            return [*self.topics]
        known = self.instead_of in heard
        meant = [self.topics[0] if topic == self.instead_of else topic for topic in heard]
        return list(dict.fromkeys(meant if known else [*self.topics, *heard]))


class FollowUpReader:
    """Reads follow-ups with the words of ``knowledge/follow_ups.yml``."""

    def __init__(self, words: FollowUps) -> None:
        """Compile the words."""
        self._positions = {
            position: _whole(patterns, words.politeness)
            for position, patterns in words.positions.items()
        }
        self._yes = _whole(words.yes, words.politeness)
        self._no = _whole(words.no, [*words.politeness, *words.no])
        self._thanks = compile_patterns(words.thanks)
        self._correction = compile_patterns(words.corrections)
        self._not_this = compile_patterns([words.not_this])
        self._corrects = compile_patterns([*words.corrections, *words.correcting])
        again = words.same_again
        self._again_cue = compile_patterns([*again.cues, *again.persons])
        self._only_again = only([*again.cues, *again.persons, *again.filler])
        self._carry_over = [(rule, *_compiled(rule)) for rule in words.carry_over]
        self._refers_back = compile_patterns(words.refers_back)
        self._vague = frozenset(words.vague_topics)
        self._take_backs = TakeBackReader(words)

    def without_correction(self, text: str) -> str:
        """Return the message without the words that only say "no, I meant".

        The rest is classified: "nee ik bedoel hoeveel" asks for an amount.
        """
        lead = _prefix(self._correction, text)
        rest = text[lead:].lstrip(" ,.:;!-") if lead else text
        denied = _prefix(self._not_this, rest)
        meant = _BUT.search(rest, denied) if denied else None
        if meant and len(rest[denied : meant.start()].split()) <= MAX_NOT_THIS_WORDS:
            return self.without_correction(rest[meant.end() :]) or rest
        if not denied and (lead or self._corrects.search(normalise(rest) + " ")):
            rest = self._without_contrast(rest)
        return rest if normalise(rest) else text

    def _without_contrast(self, text: str) -> str:
        """Return a correction without what it ends in: "hoeveel, niet welke soort"."""
        *meant, last = _COMMA.split(text)
        short = len(last.split()) <= MAX_NOT_THIS_WORDS + 1
        if meant and short and _prefix(self._not_this, last):
            return text.removesuffix(last).rstrip(" ,.;")
        return text

    def read(
        self,
        text: str,
        ranking: Ranking,
        context: Context,
        goes_on: float = 0.0,
        takes_back: Sign = Sign.POSSIBLY,
        mentioned: Collection[str] = (),
    ) -> FollowUp | None:
        """Return what a message means after ``context``; None when it stands on its own.

        ``ranking`` is the classifier's view of the words alone, likeliest first; ``goes_on`` is
        how likely they can't be understood without the answer before them, and ``takes_back``
        what a trained model thinks of their taking a known risk back. ``mentioned`` are the risk
        kinds that the safety gate sees in them.
        """
        words = normalise(self.without_correction(text)) + " "
        count = len(words.split())
        signs = takes_back, mentioned
        if context.risks and (taken_back := self._take_back(text, context, *signs)):
            return taken_back
        if count <= MAX_SHORT_REPLY_WORDS:
            short = self._short_reply(words, normalise(text) + " ", context)
            if short:
                return short
        if not context.focus or count > MAX_CONTINUATION_WORDS:
            return None
        meant = None
        if count <= MAX_FOLLOW_UP_WORDS:
            meant = self._half_question(words, ranking, context)
        return meant or _continuation(ranking, context.focus[-1], goes_on)

    def says_yes(self, text: str) -> bool:
        """Tell whether a whole message says yes."""
        return bool(self._yes.fullmatch(normalise(text) + " "))

    def says_no(self, text: str) -> bool:
        """Tell whether a whole message says no."""
        return bool(self._no.fullmatch(normalise(text) + " "))

    def position(self, text: str, count: int) -> int | None:
        """Return which of ``count`` buttons a message picks, from 0; None if it picks none."""
        words = normalise(text) + " "
        for position, pattern in self._positions.items():
            if count and pattern.fullmatch(words):
                number = count if position == "last" else int(position)
                return number - 1 if number <= count else None
        return None

    def in_message(self, clause: str, ranking: Ranking, focus: str, likeliest: str) -> str:
        """Return the topic of a clause that follows one about ``focus`` in the same message.

        ``likeliest`` is the topic of the whole message.
        """
        heard = ranking[0][0]
        words = normalise(clause) + " "
        if heard == likeliest or len(words.split()) > MAX_FOLLOW_UP_WORDS:
            return heard
        if heard in self._vague or self._refers_back.search(words):
            return focus
        meant = self._half_question(words, ranking, Context(focus=(focus,)))
        return meant.topics[0] if meant else heard

    def _take_back(
        self, text: str, context: Context, sign: Sign, mentioned: Collection[str]
    ) -> FollowUp | None:
        words = normalise(text) + " "
        short = len(words.split()) <= MAX_TAKE_BACK_WORDS
        if context.risk_asked and self._no.fullmatch(words):
            if len(context.risks) > 1:
                return FollowUp(act=Act.DENY, says_nothing_new=True)
            return FollowUp(act=Act.TAKE_BACK, says_nothing_new=True, taken_back=context.risks)
        if context.risk_asked and self._yes.fullmatch(words):
            return FollowUp(act=Act.CONFIRM, says_nothing_new=True)
        kinds = self._take_backs.read(text, context, sign, mentioned)
        if not kinds:
            return None
        return FollowUp(act=Act.TAKE_BACK, says_nothing_new=short, taken_back=kinds)

    def _short_reply(self, words: str, whole: str, context: Context) -> FollowUp | None:
        for position, pattern in self._positions.items():
            if context.buttons and (pattern.fullmatch(words) or pattern.fullmatch(whole)):
                number = len(context.buttons) if position == "last" else int(position)
                if number <= len(context.buttons):
                    return FollowUp((context.buttons[number - 1],), says_nothing_new=True)
        if self._no.fullmatch(whole) and (context.person_offered or context.asked_back):
            return FollowUp(act=Act.DECLINE, says_nothing_new=True)
        if self._yes.fullmatch(whole) and not self._thanks.match(whole):
            if context.person_offered:
                return FollowUp((HANDOVER_TOPIC,), says_nothing_new=True)
            if context.asked_back and len(context.buttons) == 1:
                return FollowUp(context.buttons, says_nothing_new=True)
        return None

    def _half_question(self, words: str, ranking: Ranking, context: Context) -> FollowUp | None:
        focus = context.focus[-1]
        heard = max(_with_focus(ranking, focus, len(words.split())), key=lambda entry: entry[1])[0]
        again = bool(self._again_cue.search(words)) and bool(self._only_again.fullmatch(words))
        for rule, cues, unless in self._carry_over:
            if (
                focus in rule.after
                and (not rule.heard or heard in rule.heard)
                and (not rule.cues or cues.search(words))
                and not (rule.unless and unless.search(words))
                and (rule.heard or again or not rule.cues or _unsure(ranking, rule.meant))
            ):
                return FollowUp((rule.meant,), says_nothing_new=again, instead_of=heard)
        if again and not _talks(ranking):
            return FollowUp((focus,), says_nothing_new=True)
        first, confidence = ranking[0]
        open_to_context = first not in SMALL_TALK_TOPICS
        if heard != first and heard not in TALK_TOPICS and confidence < CLEAR and open_to_context:
            return FollowUp((heard,), instead_of=first)
        return None


def _continuation(ranking: Ranking, focus: str, goes_on: float) -> FollowUp | None:
    """Weigh that a message goes on about the topic in focus against what its words say alone.

    A clear question is one of its own, and talk ("zeker?" sounds like doubt of a machine) needs
    a clear sign that it goes on.
    """
    first, confidence = ranking[0]
    asks = first not in TALK_TOPICS
    clearly_another = confidence >= CLEAR if asks else goes_on < NO_TALK
    if first == focus or clearly_another or goes_on <= (1 - goes_on) * confidence:
        return None
    return FollowUp((focus,), instead_of=first)


def _talks(ranking: Ranking) -> bool:
    first, confidence = ranking[0]
    return first in SMALL_TALK_TOPICS and confidence >= CLEAR


def _unsure(ranking: Ranking, topic: str) -> bool:
    first, confidence = ranking[0]
    return first == topic or confidence < CLEAR


def _with_focus(ranking: Ranking, focus: str, words: int) -> Ranking:
    """Weigh what half a question sounds like with what was talked about."""
    weights = {focus: FOCUS_BOOST}
    if words <= MAX_BARE_WORDS:
        # "En hoelang?" alone sounds like anything.
        weights[OUT_OF_SCOPE_TOPIC] = 1 / FOCUS_BOOST
    return [(topic, chance * weights.get(topic, 1.0)) for topic, chance in ranking]


def _compiled(rule: CarryOver) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return compile_patterns(rule.cues), compile_patterns(rule.unless)


def _whole(patterns: Sequence[str], around: Sequence[str]) -> re.Pattern[str]:
    """Match a whole message that says this, perhaps with words of politeness around it."""
    polite = rf"(?:{compile_patterns(around).pattern})*"
    return compiled(rf"{polite}{compile_patterns(patterns).pattern}{polite}")


def _prefix(pattern: re.Pattern[str], text: str) -> int:
    """Return how many characters of the text a pattern matches at its start."""
    normalised = normalise(text) + " "
    found = pattern.match(normalised)
    if not found:
        return 0
    words = len(found.group().split())
    spans = [match.end() for match in re.finditer(r"[\w'’]+", text)]
    return spans[words - 1] if words <= len(spans) else len(text)
