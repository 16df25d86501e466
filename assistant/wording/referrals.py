"""What a referral, an emergency line or an answer after a risk may not say."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.knowledge.loader import Knowledge
from assistant.knowledge.problems import Finding
from assistant.wording.doses import amounts_mg
from assistant.wording.rendered import Rendered, may_not_advise
from assistant.wording.sentences import Phrases

_MESSAGES = {
    "dose": ("a referral may not name a dose", "leave the amount out"),
    "schedule": ("a referral may not give a schedule", "leave the time or frequency out"),
    "permission": ("a referral may not advise", "only say whom to ask"),
    "change_of_medicine": (
        "a referral may not advise to change or stop a medicine",
        "only say whom to ask",
    ),
}


class ReferralRules:
    """The rules under ``never_with_a_risk`` in ``wording.yml``, compiled."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the patterns. Raises PatternError."""
        rules = knowledge.wording.never_with_a_risk
        self._phrases = {name: Phrases(found.patterns, found.not_meant) for name, found in rules}

    def of_reply(self, rendered: Rendered) -> Iterator[Finding]:
        """Check a reply to somebody at risk; other replies are let through."""
        if not (may_not_advise(rendered) or rendered.after_risk):
            return
        text = rendered.reply.text
        for name, (message, fix) in _MESSAGES.items():
            if name == "schedule" and not may_not_advise(rendered):
                # "Haalt u elke dag uit uw eten": what food gives isn't a schedule.
                continue
            found = list(self._phrases[name].found(text))
            if name == "dose" and amounts_mg(text):
                found.append("mg")
            if found:
                yield rendered.file, rendered.path, f"{message}: '{found[0]}'", fix
