"""One turn of a conversation, as the domain sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.safety.findings import CLASSIFIER, Finding
from assistant.understanding.follow_up import Act


@dataclass(frozen=True)
class Turn:
    """A customer's message and what is known about it.

    ``intent`` is None when nothing was understood. ``topics`` are the topics asked about,
    in order; ``candidates`` the likeliest topics when unsure. ``excluded`` are risk kinds that
    the message names only to exclude them ("ik ben niet zwanger"). ``risks`` are the risk kinds
    mentioned earlier in the conversation, ``times_answered`` counts answers per topic, and
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
    def takes_back(self) -> bool:
        """Whether the message takes back the risks mentioned and brings no other."""
        emergency = any(finding.emergency for finding in self.findings)
        another = {*self.risks_found} - {*self.risks}
        return self.act is Act.TAKE_BACK and not emergency and not another

    @property
    def risks_so_far(self) -> tuple[str, ...]:
        """The risk kinds that the conversation remembers, this message's included."""
        if self.takes_back:
            return ()
        lasting = {finding.risk for finding in self.findings if finding.lasting}
        remembered = (risk for risk in self.risks_found if risk in lasting)
        return tuple(dict.fromkeys((*self.risks, *remembered)))
