"""What is said while a person is asked for and while one answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

from assistant.handoff.form import Form, Heard, Outcome, Step
from assistant.handoff.office_hours import is_open, next_opening
from assistant.knowledge.loader import Knowledge
from assistant.replies.compose import Composer
from assistant.replies.render import fill, join_words, list_lines
from assistant.replies.reply import Button, Kind, Reply


class HandoverComposer:
    """Builds these replies; their words come from ``knowledge/handover.yml``."""

    def __init__(self, knowledge: Knowledge, composer: Composer) -> None:
        """Take validated knowledge and who makes the other replies."""
        self._texts = knowledge.handover
        self._shop = knowledge.shop
        self.anonymous = knowledge.handover.anonymous
        self._risk_names = knowledge.safety.risk_names
        self._composer = composer

    def begin(self) -> list[Reply]:
        """Say how to reach a person, and that questions follow."""
        return [self._composer.handover(), self._say(self._texts.begin)]

    def ask(self, form: Form, risks: Sequence[str]) -> Reply | None:
        """Ask the form's next question; None when it is complete."""
        step = form.next_step
        if step is None:
            return None
        if step is Step.CONSENT:
            return self._ask_consent(form, risks)
        buttons = self._texts.buttons
        more: dict[Step, list[str]] = {
            Step.NAME: [buttons.skip],
            Step.COUNTRY: self._country_names(),
        }
        titles = [*more.get(step, []), buttons.cancel]
        return self._say(str(getattr(self._texts.ask, step.value)), titles)

    def react(self, heard: Heard) -> list[Reply]:
        """Say what was wrong, or that the form was changed or left; empty when all is well."""
        if heard.outcome is Outcome.MISTAKEN and heard.mistake:
            return [self._say(str(getattr(self._texts.mistaken, heard.mistake)))]
        if heard.outcome is Outcome.CORRECTED:
            return [self._say(self._texts.corrected)]
        if heard.outcome is Outcome.CANCELLED:
            return [self._say(self._texts.cancelled)]
        if heard.outcome is Outcome.REFUSED:
            return [self._say(self._texts.refused, office_hours=self._shop.office_hours)]
        return []

    def stored(self, now: datetime, *, delivered: bool) -> Reply:
        """Say that the request is stored and when an answer comes.

        ``delivered`` tells whether the shop said where requests go.
        """
        when = self._when(now) if delivered else self._texts.answer_unknown
        return self._say(f"{self._texts.stored} {when}")

    def not_stored(self) -> Reply:
        """Say that the request could not be stored."""
        return self._say(self._texts.not_stored)

    def taken_over(self, name: str) -> Reply:
        """Say who answers from now on."""
        return self._say(self._texts.taken_over, name=name or self._texts.anonymous)

    def ended(self, name: str) -> Reply:
        """Say that the assistant answers again."""
        return self._say(self._texts.ended, name=name or self._texts.anonymous)

    def every_reply(self) -> Iterator[Reply]:
        """Yield everything that is said here, for checks of the wording."""
        yield from self.begin()
        empty, full = Form(), Form("Naam", "naam@voorbeeld.nl", "Uw vraag", "NL")
        for step in Step:
            asked = self.ask(full.with_answer(step, None), ())
            yield from [asked] if asked else []
        for risk in self._risk_names:
            yield self._ask_consent(full, [risk])
        for mistake in self._texts.mistaken.__fields__:
            yield from self.react(Heard(Outcome.MISTAKEN, empty, mistake))
        for outcome in (Outcome.CORRECTED, Outcome.CANCELLED, Outcome.REFUSED):
            yield from self.react(Heard(outcome, empty))
        monday = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)
        for delivered, now in ((False, monday), (True, monday), (True, monday - timedelta(days=1))):
            yield self.stored(now, delivered=delivered)
        yield from (self.not_stored(), self.taken_over("Anna"), self.ended("Anna"))

    def _ask_consent(self, form: Form, risks: Sequence[str]) -> Reply:
        consent = self._texts.consent
        question = consent.question_with_risks if risks else consent.question
        names = join_words([self._risk_names[risk] for risk in risks])
        values = {
            Step.NAME: form.name,
            Step.CONTACT: form.contact,
            Step.QUESTION: " ".join((form.question or "").split()),
            Step.COUNTRY: self._texts.countries.get(form.country),  # type: ignore[call-overload]
        }
        lines = [
            fill(str(getattr(self._texts.summary, step.value)), value=value)
            for step, value in values.items()
            if value
        ]
        summary = fill(consent.text, shop=self._shop.name, summary=list_lines(lines))
        buttons = self._texts.buttons
        titles = [buttons.yes, buttons.question_only, buttons.no]
        asked = self._say(question, titles, risks=names)
        return Reply(f"{summary}\n\n{asked.text}", Kind.HANDOVER, (), asked.buttons)

    def _country_names(self) -> list[str]:
        return [self._texts.countries[country] for country in self._shop.countries]

    def _when(self, now: datetime) -> str:
        if is_open(self._shop.opening, now):
            return self._texts.answer_open
        opens = next_opening(self._shop.opening, now)
        if opens is None:
            return self._texts.answer_unknown
        opening = fill(
            self._texts.opening,
            day=self._texts.days[opens.weekday()],
            date=f"{opens.day} {self._texts.months[opens.month - 1]}",
            time=f"{opens.hour}.{opens.minute:02d}",
        )
        return fill(self._texts.answer_closed, opening=opening)

    def _say(self, template: str, titles: Sequence[str] = (), **values: str) -> Reply:
        shop = self._shop
        text = fill(template, shop=shop.name, email=shop.contact.email, **values)
        return Reply(text, Kind.HANDOVER, (), tuple(Button(title, title) for title in titles))
