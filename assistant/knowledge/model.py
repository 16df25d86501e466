"""The shape of the knowledge files; unknown keys and wrong types are errors."""

from __future__ import annotations

import datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConstrainedStr, Extra, Field, validator

ClaimsMode = Literal["article", "authorised"]
Country = Literal["NL", "BE"]
Weekday = Literal[
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"
]  # fmt: skip


class _Strict(BaseModel):
    class Config:
        """Refuses keys that the model doesn't know."""

        extra = Extra.forbid
        allow_mutation = False
        allow_population_by_field_name = True


# A web address, or a path on this server.
_ADDRESS = r"^(https?://\S+|/\S*)$"


class Article(_Strict):
    """The source that the answers come from; sections map an id to readable words.

    ``anchors`` map a section's id to its place in the page at ``address``.
    """

    title: str
    title_authorised: str
    publisher: str
    date: datetime.date
    language: Literal["nl"]
    sections: dict[str, str]
    address: str | None = Field(None, regex=_ADDRESS)
    anchors: dict[str, str] = {}


class Dose(_Strict):
    """An amount of magnesium in mg a day; ``counts`` says what is counted."""

    low: float
    high: float
    unit: Literal["mg/day"]
    for_: str = Field(alias="for")
    counts: Literal["supplement", "total"]
    section: str


class FactList(_Strict):
    """Things that the source enumerates."""

    items: list[str] = Field(min_items=1)
    section: str


class Figure(_Strict):
    """Any other number from the source."""

    value: float
    unit: Literal["%", "weeks", "reactions"]
    for_: str = Field(alias="for")
    section: str


class Study(_Strict):
    """A study that the source names."""

    journal: str
    finding: str
    section: str


class Form(_Strict):
    """A kind of magnesium."""

    absorption: Literal["good", "poor", "unknown"]
    tolerance: Literal["good", "poor", "unknown"]
    section: str


class Facts(_Strict):
    """The facts of one topic, as data."""

    doses: dict[str, Dose] = {}
    lists: dict[str, FactList] = {}
    figures: dict[str, Figure] = {}
    studies: list[Study] = []
    forms: dict[str, Form] = {}


class Evidence(_Strict):
    """Says in one clause that research is weaker than the source sounds."""

    clause: str
    figures: list[float] = []
    reference: str


class Topic(_Strict):
    """One question and its answer in both claims modes."""

    question: str
    title: str = Field(max_length=40)
    short_title: str = Field(max_length=20)
    section: str
    answer: str
    answer_short: str
    variants: list[str] = []
    claim: list[str]
    answer_authorised: str
    facts: Facts
    evidence: Evidence | None = None
    followups: list[str] = Field(max_items=3)
    collection: str | None = None


class UpperLevel(_Strict):
    """The upper level from supplements, with the warning that must stand with more."""

    mg_per_day: float
    counts: Literal["supplement"]
    reference: str
    warning: str


class Limit(_Strict):
    """Another limit or reference amount."""

    mg_per_day: float
    counts: Literal["supplement", "total"]
    reference: str


class Limits(_Strict):
    """Legal and scientific reference amounts, in mg a day."""

    supplement_upper_level: UpperLevel
    belgian_daily_portion: Limit
    label_reference: Limit
    claim_minimum: Limit


class ArticleKnowledge(_Strict):
    """One article file: source, limits, authorised claims and topics."""

    article: Article
    names_with_digits: list[str] = []
    limits: Limits
    claims: dict[str, str]
    topics: dict[str, Topic]


class EmergencyNumber(_Strict):
    """A telephone number with where and when it answers and the date it was checked."""

    id: str
    number: str
    name: str
    country: list[Country]
    hours: str
    checked: datetime.date


class Opening(_Strict):
    """When the shop's people answer; days are Dutch names, times are local."""

    timezone: str
    days: list[Weekday] = Field(min_items=1)
    from_: datetime.time = Field(alias="from")
    until: datetime.time
    closed: list[datetime.date] = []

    @validator("timezone")
    def _timezone_exists(cls, value: str) -> str:  # noqa: N805
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("unknown time zone") from None
        return value


class Contact(_Strict):
    """How to reach the shop."""

    email: str
    page: str


class Shop(_Strict):
    """What differs per shop."""

    name: str
    countries: list[Country]
    website: str
    claims: ClaimsMode | None = None
    collections: dict[str, str]
    products: dict[str, str] = {}
    privacy_page: str = Field(regex=_ADDRESS)
    office_hours: str
    opening: Opening
    contact: Contact
    professionals: dict[str, str]
    emergency_numbers: list[EmergencyNumber]


class ShortTitle(ConstrainedStr):
    """What fits on a button of every messenger."""

    max_length = 20


class EmergencyText(_Strict):
    """What to say in one sort of emergency."""

    text: str


class Referral(_Strict):
    """What to say for one kind of risk; ``topic`` is the topic id that is reported."""

    topic: str
    question: str | None = None
    title: str = Field(max_length=40)
    short_title: str = Field(max_length=20)
    section: str
    followups: list[str] = Field(max_items=3)
    text: str
    class_sentence: str = ""


class Safety(_Strict):
    """Every text that is said instead of advice."""

    emergencies: dict[str, EmergencyText]
    referrals: dict[str, Referral]
    offer: str
    reminder: str
    recall: str
    yes_title: str = Field(max_length=20)
    no_title: str = Field(max_length=20)
    risk_names: dict[str, str]
    recalled_as: dict[str, str]
    taking_back: dict[str, ShortTitle]
    partly_taken_back: str
    harmless_topics: list[str]


class TalkLine(_Strict):
    """A line of small talk with its quick replies."""

    text: str
    followups: list[str] = Field([], max_items=3)


class ForeignLanguage(_Strict):
    """The sentence that says, in that language, that the assistant speaks Dutch."""

    en: str
    de: str
    fr: str


class Talk(_Strict):
    """Everything said besides answers and referrals."""

    begroeting: TalkLine
    bedankt: TalkLine
    afscheid: TalkLine
    bot_uitdaging: TalkLine
    mens_spreken: TalkLine
    klacht_onbegrip: TalkLine
    buiten_bereik: TalkLine
    clarify: TalkLine
    second_miss: TalkLine
    empty: TalkLine
    too_long: TalkLine
    failed: TalkLine
    late: TalkLine
    declined: TalkLine
    taken_back: TalkLine
    risks_confirmed: TalkLine
    which_risk: TalkLine
    foreign_language: ForeignLanguage
    mens_spreken_title: str = Field(max_length=20)
    source_line: str
    source_line_authorised: str


class Suggestion(_Strict):
    """A question to begin with, and the topic that answers it."""

    question: str = Field(max_length=40)
    topic: str


class Welcome(_Strict):
    """What a customer sees on opening the chat: a notice and four questions to begin with."""

    text: str
    suggestions: list[Suggestion] = Field(min_items=4, max_items=4)


class LinkTitles(_Strict):
    """What the links under an answer say."""

    source: str
    product: str
    phone: str


class WebErrors(_Strict):
    """What a customer reads when the server can't take a request, by error code."""

    bad_request: str
    unauthorized: str
    foreign_origin: str
    not_found: str
    method_not_allowed: str
    unsupported_media_type: str
    not_acceptable: str
    too_large: str
    unknown_payload: str
    too_many: str
    busy: str
    failed: str


class Web(_Strict):
    """What the chat on the website says around the answers."""

    welcome: Welcome
    days_kept: int = Field(ge=1, le=30)
    links: LinkTitles
    viewed_product: str
    errors: WebErrors


class MedicineClass(_Strict):
    """A class of medicines: how people and labels name it."""

    name: str
    stems: list[str] = []
    generics: list[str] = []
    brands: list[str] = []
    words: list[str] = []


class WordList(_Strict):
    """Words, and phrases of several words.

    Words under ``passing`` count like ``words``, unless the classifier is sure of no harm.
    """

    words: list[str] = []
    passing: list[str] = []
    phrases: list[str] = []


class Medicines(_Strict):
    """The medicine lexicon."""

    classes: dict[str, MedicineClass]
    treatments: WordList
    general: WordList
    lookalikes: list[str]
    not_meant: list[str] = []
    harmless: list[str] = []


class RiskPatterns(_Strict):
    """Patterns (see assistant.safety.patterns) and the phrases that cancel them.

    Beside a phrase under ``harmless`` the classifier alone isn't believed for this kind. What is
    under ``passing`` counts like ``patterns``, unless the classifier is sure that it is harmless.
    """

    patterns: list[str]
    passing: list[str] = []
    not_meant: list[str] = []
    harmless: list[str] = []


class Frame(_Strict):
    """A kind of message in which a risk word concerns nobody who eats anything (patterns).

    ``kinds`` may be medicine classes, too. ``message`` must be found anywhere and ``never``
    mustn't; ``near`` must be found in the part of a sentence that names the risk and
    ``not_near`` mustn't.
    """

    kinds: list[str] = Field(min_items=1)
    message: list[str] = Field(min_items=1)
    never: list[str] = []
    near: list[str] = []
    not_near: list[str] = []


class ScopeWords(_Strict):
    """The words that deny a risk, put it in the past or make that doubtful (see risks.yml)."""

    denials: list[str]
    doubt: list[str]
    contrast: list[str]
    verbs: list[str]
    complaints: list[str]
    complaint_kinds: list[str]
    filler: list[str]
    past: list[str]
    still: list[str]
    past_kinds: list[str]
    units: list[str]
    stages: list[str]
    frames: dict[str, Frame]


class Risks(_Strict):
    """The words that reveal a risk or an emergency; ``<name>`` in a pattern is a group."""

    groups: dict[str, list[str]] = {}
    scope: ScopeWords
    kinds: dict[str, RiskPatterns]
    emergencies: dict[str, RiskPatterns]


class RiskPhrases(_Strict):
    """What a referral or an emergency text may not hold (patterns), by what it would be."""

    dose: RiskPatterns
    schedule: RiskPatterns
    permission: RiskPatterns
    change_of_medicine: RiskPatterns


class Wording(_Strict):
    """How texts for customers are written; words are patterns, lengths count words.

    ``difficult`` maps words to plain ones. ``counts_food`` are the phrases which tell that
    an amount isn't from supplements alone.
    """

    informal: list[str]
    difficult: dict[str, str]
    max_answer_words: int
    max_sentence_words: int
    max_average_words: int
    counts_food: list[str]
    never_with_a_risk: RiskPhrases


class AllowedPhrase(_Strict):
    """A phrase that may stand although it holds a claim word, why, and where.

    ``where`` are places as ``file field`` with ``*`` for any part.
    """

    phrase: str
    reason: str = Field(min_length=10)
    where: list[str] = Field(min_items=1)
    claims: list[ClaimsMode] = Field(["article", "authorised"], min_items=1)


class Claims(_Strict):
    """What may be said about health (patterns)."""

    claim_words: list[str]
    effect_words: list[str]
    authorised_forms: list[str]
    allowed: list[AllowedPhrase]


class SameAgain(_Strict):
    """What makes a short message ask on about the same topic."""

    cues: list[str]
    persons: list[str]
    filler: list[str]


class CarryOver(_Strict):
    """What a half question means after a topic: ``heard`` alone, it is ``meant``."""

    after: list[str]
    meant: str
    heard: list[str] = []
    cues: list[str] = []
    unless: list[str] = []


class FollowUps(_Strict):
    """How customers go on after a reply (patterns, see assistant.safety.patterns)."""

    positions: dict[str, list[str]]
    politeness: list[str]
    yes: list[str]
    no: list[str]
    thanks: list[str]
    corrections: list[str]
    correcting: list[str]
    not_this: str
    same_again: SameAgain
    carry_over: list[CarryOver]
    refers_back: list[str]
    vague_topics: list[str]
    taken_back: list[str]
    not_taken_back: list[str]
    everything_taken_back: list[str]
    somebody_else: list[str]
    still_holds: list[str]
    risk_words: dict[str, list[str]]


class FormQuestions(_Strict):
    """What the hand-over form asks."""

    name: str
    contact: str
    question: str
    country: str


class ConsentTexts(_Strict):
    """The form's last question: what is sent, and what else with a "yes"."""

    text: str
    question: str
    question_with_risks: str


class FormButtons(_Strict):
    """What the form's buttons say, and stand for."""

    skip: ShortTitle
    cancel: ShortTitle
    yes: ShortTitle
    question_only: ShortTitle
    no: ShortTitle


class FormMistakes(_Strict):
    """What is wrong with an answer in the form."""

    name: str
    contact: str
    email: str
    phone: str
    question: str
    question_long: str
    country: str
    consent: str


class HandoverMail(_Strict):
    """The words around a request in the e-mail to the shop's people."""

    subject: str
    risks: str
    messages: str
    customer: str
    assistant: str


class FormSubjects(_Strict):
    """How customers name what they filled in (patterns)."""

    name: list[str]
    contact: list[str]
    question: list[str]
    country: list[str]


class FormWords(_Strict):
    """What the form understands besides what it asked for (patterns)."""

    cancel: list[str]
    leave: list[str]
    skip: list[str]
    name: list[str]
    correct: list[str]
    back: list[str]
    subjects: FormSubjects
    countries: dict[Country, list[str]]
    question_only: list[str]
    agree: list[str]
    disagree: list[str]


class Handover(_Strict):
    """Everything said and understood when a person is to take over."""

    begin: str
    ask: FormQuestions
    consent: ConsentTexts
    summary: FormQuestions
    countries: dict[Country, str]
    buttons: FormButtons
    mistaken: FormMistakes
    corrected: str
    cancelled: str
    refused: str
    stored: str
    answer_open: str
    answer_closed: str
    answer_unknown: str
    not_stored: str
    taken_over: str
    ended: str
    anonymous: str
    opening: str
    days: list[str] = Field(min_items=7, max_items=7)
    months: list[str] = Field(min_items=12, max_items=12)
    mail: HandoverMail
    words: FormWords
