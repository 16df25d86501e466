"""Makes typed replies from knowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.model import Topic
from assistant.replies.links import phone_links, product_links, source_links
from assistant.replies.render import (
    Names,
    capitalise_sentences,
    date_text,
    fill,
    join_words,
    list_lines,
    render,
)
from assistant.replies.reply import Button, Kind, Link, Reply
from assistant.topics import EMERGENCY_TOPIC, GENERAL_EMERGENCY, HANDOVER_TOPIC, TALK_TOPICS

MAX_BUTTONS = 3
MAX_CHARACTERS = 2000


class Composer:
    """Builds every reply; all its words come from the knowledge files."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Take validated knowledge."""
        self.knowledge = knowledge
        self._topics = knowledge.topics
        self._referrals_by_topic = {
            referral.topic: kind for kind, referral in knowledge.safety.referrals.items()
        }

    def answer(
        self,
        topic_id: str,
        *,
        times_before: int = 0,
        reminder_of: Sequence[str] = (),
        product: str | None = None,
        short: bool = False,
    ) -> Reply:
        """Answer a topic with its source; a repeated one is put in other words.

        ``reminder_of`` are risk kinds that the answer reminds of. ``product`` is the id of the
        product that the customer looks at. ``short`` says the short form first.
        """
        topic = self._topics[topic_id]
        article = self.knowledge.article_of(topic_id)
        text = render(
            self._wording(topic, times_before, short), topic, article, self.knowledge.shop
        )
        if topic.collection and product in self.knowledge.shop.products:
            name = self.knowledge.shop.products[product]
            text = f"{fill(self.knowledge.web.viewed_product, product=name)} {text}"
        if reminder_of:
            text = f"{text}\n\n{self._reminder(reminder_of)}"
        source = self.source(topic_id, topic.section)
        return Reply(
            f"{text}\n\n{source}",
            Kind.ANSWER,
            (topic_id,),
            self.buttons(topic.followups),
            source=source,
            links=(
                *product_links(self.knowledge, topic.collection),
                *self._source_links(topic_id, topic.section),
            ),
        )

    def referral(self, kind: str, medicine_classes: Sequence[str] = ()) -> Reply:
        """Refer to a professional for a risk kind, naming the medicine classes recognised."""
        referral = self.knowledge.safety.referrals[kind]
        sentence = ""
        if medicine_classes and referral.class_sentence:
            sentence = referral.class_sentence.format(classes=join_words(medicine_classes))
        text = fill(
            referral.text,
            number=self._numbers(),
            professional=self.knowledge.shop.professionals[kind],
            class_sentence=sentence,
        )
        source = self.source(referral.topic, referral.section)
        return Reply(
            f"{text}\n\n{source}",
            Kind.REFERRAL,
            (referral.topic,),
            self.buttons(referral.followups),
            source=source,
            links=(
                *phone_links(self.knowledge, referral.text),
                *self._source_links(referral.topic, referral.section),
            ),
        )

    def referrals(self, classes_by_kind: Mapping[str, Sequence[str]]) -> list[Reply]:
        """Refer once for each risk kind; the last referral offers a person."""
        replies = [self.referral(kind, classes) for kind, classes in classes_by_kind.items()]
        return [*replies[:-1], self._with_offer(replies[-1])] if replies else []

    def referral_for_topic(self, topic_id: str) -> Reply:
        """Refer for a refer topic (``medicatie``, ``zwangerschap``, ...)."""
        if topic_id == EMERGENCY_TOPIC:
            return self.emergency(None)
        return self._with_offer(self.referral(self._referrals_by_topic[topic_id]))

    def emergency(self, sort: str | None) -> Reply:
        """Say what to do now; None for an emergency of an unknown sort."""
        texts = self.knowledge.safety.emergencies
        text = texts[sort or GENERAL_EMERGENCY].text
        return Reply(
            fill(text, number=self._numbers()),
            Kind.EMERGENCY,
            (EMERGENCY_TOPIC,),
            links=phone_links(self.knowledge, text),
        )

    def talk(self, line_id: str, kind: Kind = Kind.SMALLTALK) -> Reply:
        """Say a line of small talk; ``line_id`` is a talk topic or another line."""
        line = getattr(self.knowledge.talk, line_id)
        shop = self.knowledge.shop
        text = fill(
            line.text,
            shop=shop.name,
            office_hours=shop.office_hours,
            email=shop.contact.email,
            contact_page=shop.contact.page,
            topics=list_lines([topic.title for topic in self._topics.values()]),
            max_characters=MAX_CHARACTERS,
        )
        topics = (line_id,) if line_id in TALK_TOPICS else ()
        return Reply(text, kind, topics, self.buttons(line.followups))

    def recall(self, risks: Sequence[str]) -> Reply:
        """Ask whether risks that were mentioned in an earlier session still hold."""
        safety = self.knowledge.safety
        recalled = join_words([safety.recalled_as[risk] for risk in risks])
        yes_or_no = [Button(title, title) for title in (safety.yes_title, safety.no_title)]
        text = fill(safety.recall, risks=recalled)
        return Reply(text, Kind.CLARIFY, (), tuple(yes_or_no))

    def which_risk(self, risks: Sequence[str]) -> Reply:
        """Ask which of several risks no longer holds."""
        titles = [self.knowledge.safety.taking_back[risk] for risk in risks[:MAX_BUTTONS]]
        buttons = tuple(Button(title, title) for title in titles)
        return replace(self.talk("which_risk", Kind.CLARIFY), buttons=buttons)

    def taken_back(self, risks: Sequence[str], kept: Sequence[str]) -> Reply:
        """Say that risks no longer count, and which still do."""
        names = self.knowledge.safety.risk_names
        if not kept:
            return self.talk("taken_back")
        text = fill(
            self.knowledge.safety.partly_taken_back,
            gone=join_words([names[risk] for risk in risks]),
            kept=join_words([names[risk] for risk in kept]),
        )
        return Reply(text, Kind.SMALLTALK)

    def handover(self) -> Reply:
        """Say how to reach a person."""
        return self.talk(HANDOVER_TOPIC, Kind.HANDOVER)

    def clarify(self, candidates: Sequence[str]) -> Reply:
        """Ask which of the likeliest topics is meant."""
        return Reply(self.talk("clarify").text, Kind.CLARIFY, (), self.buttons(candidates))

    def foreign(self, language: str) -> Reply:
        """Say in the customer's language that this assistant speaks Dutch."""
        text = getattr(self.knowledge.talk.foreign_language, language)
        return Reply(text, Kind.FALLBACK, language=language)

    def source(self, topic_id: str, section: str) -> str:
        """Write the line that names where an answer comes from."""
        article = self.knowledge.article_of(topic_id).article
        if self.knowledge.claims == "authorised":
            return fill(
                self.knowledge.talk.source_line_authorised,
                publisher=article.publisher,
                title=article.title_authorised,
                date=date_text(article.date),
            )
        return fill(
            self.knowledge.talk.source_line,
            publisher=article.publisher,
            title=article.title,
            section=article.sections[section],
        )

    def title(self, topic_id: str) -> str | None:
        """Return what a topic's button says, None for a topic without button."""
        if topic_id in self._topics:
            return self._topics[topic_id].title
        if topic_id in self._referrals_by_topic:
            kind = self._referrals_by_topic[topic_id]
            return self.knowledge.safety.referrals[kind].title
        return self.knowledge.talk.mens_spreken_title if topic_id == HANDOVER_TOPIC else None

    def short_title(self, topic_id: str) -> str | None:
        """Return what a topic's button says where there is little room."""
        if topic_id in self._topics:
            return self._topics[topic_id].short_title
        if topic_id in self._referrals_by_topic:
            kind = self._referrals_by_topic[topic_id]
            return self.knowledge.safety.referrals[kind].short_title
        return self.title(topic_id)

    def buttons(self, topic_ids: Sequence[str]) -> tuple[Button, ...]:
        """Make up to three quick replies, leaving out topics that have no button."""
        titled = [(topic_id, self.title(topic_id)) for topic_id in topic_ids]
        return tuple(
            Button(title, f"/{topic_id}") for topic_id, title in titled if title is not None
        )[:MAX_BUTTONS]

    def is_harmless(self, topic_id: str) -> bool:
        """Tell whether a topic stays answerable after a risk was mentioned."""
        return topic_id in self.knowledge.safety.harmless_topics

    def without_offer(self, reply: Reply) -> Reply:
        """Return a reply without its offer of a person and without quick replies."""
        offer = f"\n\n{self.knowledge.safety.offer}"
        return replace(reply, text=reply.text.removesuffix(offer), buttons=())

    def _with_offer(self, reply: Reply) -> Reply:
        return replace(reply, text=f"{reply.text}\n\n{self.knowledge.safety.offer}")

    def _wording(self, topic: Topic, times_before: int, short: bool) -> str:
        if self.knowledge.claims == "authorised":
            return topic.answer_authorised
        first, last = topic.answer, topic.answer_short
        if short:
            first, last = last, first
        if times_before == 0:
            return first
        again = [*topic.variants, last]
        return again[(times_before - 1) % len(again)]

    def _reminder(self, risks: Sequence[str]) -> str:
        names = self.knowledge.safety.risk_names
        return capitalise_sentences(
            fill(self.knowledge.safety.reminder, risks=join_words([names[r] for r in risks]))
        )

    def _source_links(self, topic_id: str, section: str) -> tuple[Link, ...]:
        return source_links(self.knowledge, self.knowledge.article_of(topic_id).article, section)

    def _numbers(self) -> Names:
        return Names(
            "number",
            {number.id: number.number for number in self.knowledge.shop.emergency_numbers},
        )
