"""Answers the topics that a customer asked about."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue.taking_back import taken_back
from assistant.dialogue.turn import Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply
from assistant.topics import REFER_TOPICS

MAX_ANSWERS = 3


def answers(turn: Turn, composer: Composer) -> list[Reply]:
    """Answer up to three topics in the order asked; quick replies go with the last one.

    A topic that an earlier risk forbids is referred, a topic that the knowledge doesn't
    hold (yet) is asked back.
    """
    asked = turn.topics or ((turn.intent,) if turn.intent else ())
    candidates = [topic_id for topic_id in turn.candidates if topic_id not in turn.excluded]
    wanted = [topic_id for topic_id in asked if topic_id not in turn.excluded]
    if asked and not wanted:
        # "Ik ben niet zwanger, hoeveel ...": the next likeliest topic is what was asked.
        wanted = candidates[:1]
    replies: list[Reply] = []
    for topic_id in list(dict.fromkeys(wanted))[:MAX_ANSWERS]:
        if topic_id in REFER_TOPICS:
            replies.append(composer.referral_for_topic(topic_id))
        elif topic_id not in composer.knowledge.topics:
            continue
        elif turn.risks_in_force and not composer.is_harmless(topic_id):
            replies += composer.referrals(dict.fromkeys(turn.risks_in_force, ()))
        else:
            replies.append(
                composer.answer(
                    topic_id,
                    times_before=turn.times_answered.get(topic_id, 0),
                    reminder_of=() if _reminds(replies) else turn.risks_to_remind_of,
                    product=turn.product,
                    short=turn.short,
                )
            )
    replies = list(dict.fromkeys(replies))
    if turn.takes_back:
        replies.insert(0, taken_back(turn, composer))
    if not replies:
        return [composer.clarify(candidates)]
    without_buttons = [replace(reply, buttons=()) for reply in replies[:-1]]
    return [*without_buttons, replies[-1]]


def _reminds(replies: list[Reply]) -> bool:
    """Tell whether an answer was given already in this turn: it carries the reminder."""
    return any(reply.kind is Kind.ANSWER for reply in replies)
