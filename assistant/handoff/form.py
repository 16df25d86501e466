"""The questions that a customer answers before a person takes over, and how answers are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from re import Pattern

from assistant.dialogue.turn import Turn
from assistant.handoff.contact import NotAContact, find_contact
from assistant.knowledge.loader import Knowledge
from assistant.safety.findings import RULES
from assistant.safety.normalise import normalise
from assistant.safety.patterns import compile_patterns, only
from assistant.understanding.follow_up import FollowUpReader

MAX_NAME_CHARACTERS = 80
MAX_NAME_WORDS = 6
MIN_QUESTION_CHARACTERS = 5
MAX_QUESTION_CHARACTERS = 2000
SKIPPED = ""


class Step(str, Enum):
    """The form's questions in order."""

    NAME = "name"
    CONTACT = "contact"
    QUESTION = "question"
    COUNTRY = "country"
    CONSENT = "consent"


class Consent(str, Enum):
    """What may be sent: the last messages and the risks too, or what was filled in only."""

    EVERYTHING = "everything"
    QUESTION_ONLY = "question_only"


@dataclass(frozen=True)
class Form:
    """What was filled in; None for what wasn't, "" for a name that was skipped."""

    name: str | None = None
    contact: str | None = None
    question: str | None = None
    country: str | None = None
    consent: str | None = None

    def get(self, step: Step) -> str | None:
        """Return what was filled in at a step."""
        value: str | None = getattr(self, step.value)
        return value

    def with_answer(self, step: Step, value: str | None) -> Form:
        """Return the form with another answer at a step."""
        return replace(self, **{step.value: value})

    @property
    def next_step(self) -> Step | None:
        """The first step without an answer, None when all have one."""
        return next((step for step in Step if self.get(step) is None), None)


class Outcome(str, Enum):
    """What a message in the form did."""

    FILLED = "filled"
    MISTAKEN = "mistaken"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    # Not for the form: it is answered like any message, and the form goes on after that.
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Heard:
    """What a message did to the form; ``mistake`` names a line under ``mistaken``."""

    outcome: Outcome
    form: Form
    mistake: str | None = None

    def without_mistake(self) -> Heard:
        """Return the same for a message that had something else to say."""
        return replace(self, mistake=None)


class FormReader:
    """Reads messages in the form with the words of ``knowledge/handover.yml``."""

    def __init__(self, knowledge: Knowledge, follow_ups: FollowUpReader) -> None:
        """Compile the words."""
        words = knowledge.handover.words
        self._follow_ups = follow_ups
        self._topics = frozenset(knowledge.topics)
        self._countries = knowledge.shop.countries
        self._cancel = compile_patterns(words.cancel)
        self._leave = only(words.leave)
        self._skip = compile_patterns(words.skip)
        self._name_lead = compile_patterns(words.name)
        self._correct = compile_patterns(words.correct)
        self._back = compile_patterns(words.back)
        self._question_only = compile_patterns(words.question_only)
        self._agree = compile_patterns(words.agree)
        self._disagree = compile_patterns(words.disagree)
        self._subjects = {Step(key): compile_patterns(value) for key, value in words.subjects}
        self._named = {key: compile_patterns(value) for key, value in words.countries.items()}

    def empty_form(self) -> Form:
        """Return a form to fill in; a shop that serves one country doesn't ask which."""
        only_one = len(self._countries) == 1
        return Form(country=self._countries[0] if only_one else None)

    def read(self, form: Form, turn: Turn) -> Heard:
        """Return what a message means as an answer to the form's next question."""
        step = form.next_step
        words = normalise(turn.text) + " "
        if step is None:
            return Heard(Outcome.FILLED, form)
        if self._cancel.fullmatch(words):
            return Heard(Outcome.CANCELLED, form)
        if self._back.fullmatch(words):
            earlier = [before for before in Step if form.get(before) is not None]
            corrected = form.with_answer(earlier[-1], None) if earlier else form
            return Heard(Outcome.CORRECTED, corrected)
        if step is Step.QUESTION:
            return self._read_question(form, turn)
        return self._correction(form, step, turn, words) or self._answer(form, step, turn, words)

    def _answer(self, form: Form, step: Step, turn: Turn, words: str) -> Heard:
        if step is Step.NAME:
            return self._read_name(form, turn, words)
        if step is Step.CONTACT:
            return self._read_contact(form, turn)
        if step is Step.COUNTRY:
            return self._read_country(form, turn, words)
        return self._read_consent(form, turn, words)

    def _correction(self, form: Form, step: Step, turn: Turn, words: str) -> Heard | None:
        """Read "mijn e-mail klopt niet", with or without what it should be."""
        if not self._correct.search(words):
            return None
        for subject, named in self._subjects.items():
            if form.get(subject) is not None and subject is not step and named.search(words):
                corrected = form.with_answer(subject, None)
                if subject is Step.CONTACT:
                    again = self._read_contact(corrected, turn)
                    if again.outcome is Outcome.FILLED:
                        return Heard(Outcome.CORRECTED, again.form)
                if subject is Step.COUNTRY and len(self._countries) == 1:
                    continue
                return Heard(Outcome.CORRECTED, corrected)
        return None

    def _read_name(self, form: Form, turn: Turn, words: str) -> Heard:
        if self._skip.fullmatch(words) or self._follow_ups.says_no(turn.text):
            return Heard(Outcome.FILLED, form.with_answer(Step.NAME, SKIPPED))
        name = " ".join(turn.text.split())
        while (rest := _without_lead(self._name_lead, name)) and rest != name:
            name = rest
        if self._is_elsewhere(turn) or "?" in name:
            return Heard(Outcome.ELSEWHERE, form)
        if self._leave.fullmatch(words):
            return Heard(Outcome.CANCELLED, form)
        if self._follow_ups.says_yes(turn.text):
            return Heard(Outcome.MISTAKEN, form, "name")
        if len(name) > MAX_NAME_CHARACTERS or len(name.split()) > MAX_NAME_WORDS:
            return Heard(Outcome.MISTAKEN, form, "name")
        if any(character.isdigit() for character in name) or "@" in name:
            # Whoever gives an address instead of a name is reached by it.
            contact = self._read_contact(form, turn)
            if contact.outcome is Outcome.FILLED:
                return Heard(Outcome.FILLED, contact.form.with_answer(Step.NAME, SKIPPED))
        return Heard(Outcome.FILLED, form.with_answer(Step.NAME, name))

    def _read_contact(self, form: Form, turn: Turn) -> Heard:
        countries = [form.country] if form.country else self._countries
        try:
            contact = find_contact(turn.text, countries)
        except NotAContact as wrong:
            return Heard(Outcome.MISTAKEN, form, wrong.kind.value)
        if contact is None:
            if self._is_elsewhere(turn):
                return Heard(Outcome.ELSEWHERE, form)
            return Heard(Outcome.MISTAKEN, form, "contact")
        return Heard(Outcome.FILLED, form.with_answer(Step.CONTACT, contact.value))

    def _read_question(self, form: Form, turn: Turn) -> Heard:
        question = turn.text.strip()
        if len(question) > MAX_QUESTION_CHARACTERS:
            return Heard(Outcome.MISTAKEN, form, "question_long")
        if len(question) < MIN_QUESTION_CHARACTERS or self._follow_ups.says_yes(question):
            return Heard(Outcome.MISTAKEN, form, "question")
        return Heard(Outcome.FILLED, form.with_answer(Step.QUESTION, question))

    def _read_country(self, form: Form, turn: Turn, words: str) -> Heard:
        picked = self._follow_ups.position(turn.text, len(self._countries))
        named = [key for key in self._countries if self._named[key].search(words)]
        if picked is not None:
            named = [self._countries[picked]]
        if len(named) != 1:
            if self._is_elsewhere(turn):
                return Heard(Outcome.ELSEWHERE, form)
            return Heard(Outcome.MISTAKEN, form, "country")
        filled = form.with_answer(Step.COUNTRY, named[0])
        return Heard(Outcome.FILLED, _with_country_code(filled))

    def _read_consent(self, form: Form, turn: Turn, words: str) -> Heard:
        picked = self._follow_ups.position(turn.text, 3)
        if picked == 1 or self._question_only.search(words):
            question_only = form.with_answer(Step.CONSENT, Consent.QUESTION_ONLY.value)
            return Heard(Outcome.FILLED, question_only)
        if picked == 2 or self._follow_ups.says_no(turn.text):
            return Heard(Outcome.REFUSED, form)
        agrees = self._agree.search(words) and not self._disagree.search(words)
        if picked == 0 or self._follow_ups.says_yes(turn.text) or agrees:
            return Heard(Outcome.FILLED, form.with_answer(Step.CONSENT, Consent.EVERYTHING.value))
        if self._is_elsewhere(turn):
            return Heard(Outcome.ELSEWHERE, form)
        return Heard(Outcome.MISTAKEN, form, "consent")

    def _is_elsewhere(self, turn: Turn) -> bool:
        """Tell whether a message is an ordinary question, or pressed another button."""
        return turn.from_button or turn.intent in self._topics


def risks_worth_a_word(turn: Turn, heard: Heard) -> tuple[str, ...]:
    """Return the risk kinds of a message in the form to refer for.

    A name or an address isn't for a classifier; what the rules find in it counts.
    """
    if heard.form.next_step is Step.COUNTRY and heard.outcome is Outcome.FILLED:
        return turn.risks_to_refer
    by_rules = {finding.risk for finding in turn.findings if finding.detector == RULES}
    return tuple(risk for risk in turn.risks_to_refer if risk in by_rules)


def _with_country_code(form: Form) -> Form:
    """Write a telephone number in full, now that the country is known."""
    contact = find_contact(form.contact or "", [form.country or ""])
    return form.with_answer(Step.CONTACT, contact.value) if contact else form


def _without_lead(pattern: Pattern[str], name: str) -> str:
    """Return a name without the words that introduce it; "" if it is nothing else."""
    found = pattern.match(normalise(name) + " ")
    words = name.split()[len(found.group().split()) if found else 0 :]
    return " ".join(words).strip(" ,.!:")
