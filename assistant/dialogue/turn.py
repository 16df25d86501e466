"""One turn of a conversation, as the domain sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.safety.findings import CLASSIFIER, Finding


@dataclass(frozen=True)
class Turn:
    """A customer's message and what is known about it.

    ``intent`` is None when nothing was understood. ``topics`` are the topics asked about,
    in order; ``candidates`` the likeliest topics when unsure. ``excluded`` are risk kinds that
    the message names only to exclude them ("ik ben niet zwanger"). ``risks`` are the risk kinds
    mentioned earlier in the conversation, ``times_answered`` counts answers per topic, and
    ``missed_before`` tells that the previous message wasn't understood either.
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
    def risks_so_far(self) -> tuple[str, ...]:
        """The risk kinds of the conversation, this message included."""
        return tuple(dict.fromkeys((*self.risks, *self.risks_found)))
