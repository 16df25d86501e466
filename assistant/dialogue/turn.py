"""One turn of a conversation, as the domain sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from assistant.safety.findings import CLASSIFIER, Finding
from assistant.understanding.follow_up import Act


class Recall(str, Enum):
    """Whether to ask if the risks of an earlier session still hold."""

    NO = "no"
    DUE = "due"
    ASKED = "asked"


@dataclass(frozen=True)
class Turn:
    """A customer's message and what is known about it.

    ``intent`` is None when nothing was understood. ``topics`` are the topics asked about,
    in order; ``candidates`` the likeliest topics when unsure. ``excluded`` are risk kinds that
    the message names only to exclude them ("ik ben niet zwanger"). ``risks`` are the risk kinds
    mentioned earlier in the conversation, in that order; ``taken_back`` those of them that this
    message takes back, ``reminded`` those that the customer was reminded of, and ``recall`` whether
    to ask if they still hold. ``times_answered`` counts answers per topic, and
    ``missed_before`` tells that the previous message wasn't understood either. ``act`` is what
    the message does when it isn't about a topic. ``product`` is the shop's id of the product whose
    page the customer is on. ``short`` tells that answers are wanted short.
    """

    text: str
    intent: str | None = None
    topics: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    excluded: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    recall: Recall = Recall.NO
    times_answered: Mapping[str, int] = field(default_factory=dict)
    missed_before: bool = False
    from_button: bool = False
    act: Act | None = None
    product: str | None = None
    short: bool = False

    @property
    def risks_found(self) -> tuple[str, ...]:
        """The risk kinds found in this message, without emergencies.

        Once the conversation is known to hold a risk, every later question about use is
        referred for that one; what only the classifier suspects would then just confuse.
        """
        found = (
            item.risk
            for item in self.findings
            if not item.emergency and not (self.risks and item.detector == CLASSIFIER)
        )
        return tuple(dict.fromkeys(found))

    @property
    def emergency(self) -> bool:
        """Whether there is an emergency in this message."""
        return any(finding.emergency for finding in self.findings)

    @property
    def takes_back(self) -> bool:
        """Whether the message takes back risks that were mentioned and isn't an emergency."""
        return bool(self.taken_back) and not self.emergency

    @property
    def risks_in_force(self) -> tuple[str, ...]:
        """The risk kinds mentioned earlier that this message doesn't take back."""
        if not self.takes_back:
            return self.risks
        return tuple(risk for risk in self.risks if risk not in self.taken_back)

    @property
    def risks_to_remind_of(self) -> tuple[str, ...]:
        """The risk kinds to remind of beside a harmless answer: once, unless they're asked about.

        After a first reminder a new kind has all kinds named again.
        """
        new = {*self.risks_in_force} - {*self.reminded}
        return self.risks_in_force if new and self.recall is not Recall.DUE else ()

    @property
    def risks_to_refer(self) -> tuple[str, ...]:
        """The risk kinds found in this message, without those that it takes back.

        A message that takes a risk back names it, and may name one that was known already.
        """
        if not self.takes_back:
            return self.risks_found
        return tuple(risk for risk in self.risks_found if risk not in self.risks)

    @property
    def risks_so_far(self) -> tuple[str, ...]:
        """The risk kinds that the conversation remembers, this message's included."""
        lasting = {finding.risk for finding in self.findings if finding.lasting}
        remembered = (risk for risk in self.risks_to_refer if risk in lasting)
        return tuple(dict.fromkeys((*self.risks_in_force, *remembered)))
