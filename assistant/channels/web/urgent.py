"""What must be said to a visitor even when the message can't be taken in."""

from __future__ import annotations

from assistant.brain import Brain
from assistant.dialogue.failsafe import failsafe_replies
from assistant.dialogue.turn import Turn


def urgent_text(text: str, live: Brain) -> str:
    """Return the emergency line or referral that a message needs; empty without a risk."""
    findings = tuple(live.gate.findings(text))
    if not findings:
        return ""
    replies = failsafe_replies(Turn(text, findings=findings), live.composer, live.gate)
    return "\n\n".join(reply.text for reply in replies)
