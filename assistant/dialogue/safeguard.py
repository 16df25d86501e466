"""What comes before any answer: emergencies, referrals and messages that can't be read."""

from __future__ import annotations

import re

from assistant.dialogue.turn import Turn
from assistant.replies.compose import MAX_CHARACTERS, Composer
from assistant.replies.reply import Kind, Reply
from assistant.safety.gate import SafetyGate
from assistant.topics import OUT_OF_SCOPE_TOPIC, TALK_TOPICS
from assistant.understanding.language import foreign_language

# "Merci!" and "hello" are Dutch enough.
_MAX_THANKS_WORDS = 2
# "Which type is best?" from somebody who has read Dutch answers.
_MAX_FOLLOW_UP_WORDS = 6
_LATIN_LETTER = re.compile(r"[A-Za-zÀ-ɏ0-9]")


def safeguard(turn: Turn, composer: Composer, gate: SafetyGate) -> list[Reply]:
    """Return the replies that replace an answer; an empty list when answering is fine."""
    emergencies = emergency_replies(turn, composer)
    referrals = referral_replies(turn, composer, gate)
    if referrals and not emergencies:
        # What else stands in a text that is too long isn't answered, which it says.
        return [*referrals, *too_long_replies(turn, composer)]
    return emergencies or unreadable_replies(turn, composer)


def emergency_replies(turn: Turn, composer: Composer) -> list[Reply]:
    """Say what to do now for the first emergency found, and nothing else."""
    for finding in turn.findings:
        if finding.emergency:
            return [composer.emergency(finding.risk)]
    return []


def referral_replies(turn: Turn, composer: Composer, gate: SafetyGate) -> list[Reply]:
    """Refer once for each kind of risk found in this message."""
    classes = {
        kind: [
            gate.class_name(finding.medicine_class)
            for finding in turn.findings
            if finding.risk == kind and finding.medicine_class
        ]
        for kind in turn.risks_to_refer
    }
    return composer.referrals(classes)


def too_long_replies(turn: Turn, composer: Composer) -> list[Reply]:
    """Ask for a shorter question; nothing for a text that isn't too long."""
    is_too_long = len(turn.text) > MAX_CHARACTERS
    return [composer.talk("too_long", Kind.FALLBACK)] if is_too_long else []


def unreadable_replies(turn: Turn, composer: Composer) -> list[Reply]:
    """Answer kindly to what isn't a Dutch question: empty, too long, another language."""
    if not _LATIN_LETTER.search(turn.text):
        return [composer.talk("empty", Kind.FALLBACK)]
    if too_long := too_long_replies(turn, composer):
        return too_long
    words = len(turn.text.split())
    thanks = turn.intent in TALK_TOPICS and words <= _MAX_THANKS_WORDS
    understood = turn.intent not in (None, OUT_OF_SCOPE_TOPIC)
    asks_on = bool(turn.times_answered) and understood and words <= _MAX_FOLLOW_UP_WORDS
    language = None if turn.from_button or thanks or asks_on else foreign_language(turn.text)
    return [composer.foreign(language)] if language else []
