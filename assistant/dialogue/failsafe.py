"""The last line: what is said when the part that should have answered failed."""

from __future__ import annotations

from assistant.dialogue.safeguard import emergency_replies, referral_replies
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply
from assistant.safety.gate import SafetyGate
from assistant.topics import REFER_TOPICS


def failsafe_replies(turn: Turn, composer: Composer, gate: SafetyGate) -> list[Reply]:
    """Return the emergency line or referral that is due, else an apology.

    The rules are run again here, so that a failed detector can't hide a risk.
    """
    if not turn.findings:
        turn = Turn(turn.text, turn.intent, findings=tuple(gate.findings(turn.text)))
    replies = emergency_replies(turn, composer) or referral_replies(turn, composer, gate)
    if not replies and turn.intent in REFER_TOPICS:
        replies = [composer.referral_for_topic(turn.intent)]
    return replies or [composer.talk("failed", Kind.FALLBACK)]
