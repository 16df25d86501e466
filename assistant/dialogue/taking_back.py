"""What is said when a customer takes a risk back, confirms it or says that one doesn't hold."""

from __future__ import annotations

from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Reply
from assistant.understanding.follow_up import Act


def taken_back(turn: Turn, composer: Composer) -> Reply:
    """Say which risks no longer count, and which still do."""
    return composer.taken_back(turn.taken_back, turn.risks_in_force)


def about_known_risks(turn: Turn, composer: Composer) -> list[Reply]:
    """Answer what a message says about the known risks; empty if it says nothing about them."""
    if turn.takes_back:
        return [taken_back(turn, composer)]
    if turn.act is Act.CONFIRM:
        return [composer.talk("risks_confirmed")]
    if turn.act is Act.DENY:
        return [composer.which_risk(turn.risks)]
    return []
