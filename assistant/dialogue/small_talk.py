"""Small talk, and what isn't for this assistant."""

from __future__ import annotations

from assistant.dialogue.taking_back import about_known_risks
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply
from assistant.topics import OUT_OF_SCOPE_TOPIC, TALK_TOPICS
from assistant.understanding.follow_up import Act


def small_talk(turn: Turn, composer: Composer) -> list[Reply]:
    """Return the line for a talk topic; an unknown intent is asked back."""
    known = about_known_risks(turn, composer)
    if known:
        return known
    if turn.act is Act.DECLINE:
        return [composer.talk("declined")]
    if turn.intent not in TALK_TOPICS:
        return [composer.clarify(turn.candidates)]
    kind = Kind.FALLBACK if turn.intent == OUT_OF_SCOPE_TOPIC else Kind.SMALLTALK
    return [composer.talk(turn.intent, kind)]
