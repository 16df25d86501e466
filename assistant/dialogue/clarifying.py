"""Asks back when a message wasn't understood."""

from __future__ import annotations

from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply


def clarifications(turn: Turn, composer: Composer) -> list[Reply]:
    """Offer the likeliest topics; after a second miss in a row offer a person."""
    if turn.missed_before:
        return [composer.talk("second_miss", Kind.FALLBACK)]
    return [composer.clarify(turn.candidates)]
