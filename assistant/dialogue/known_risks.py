"""What a conversation knows about risks: kept through sessions, asked about once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.dialogue.turn import Recall, Turn
from assistant.replies.compose import Composer
from assistant.replies.reply import Kind, Reply
from assistant.topics import HANDOVER_TOPIC
from assistant.understanding.follow_up import Act


@dataclass(frozen=True)
class KnownRisks:
    """What outlives a turn; a channel shows it as slots."""

    risks: tuple[str, ...] = ()
    reminded: tuple[str, ...] = ()
    recall: Recall = Recall.NO


def before(turn: Turn) -> KnownRisks:
    """Return what was known before a turn."""
    return KnownRisks(turn.risks, turn.reminded, turn.recall)


def after(turn: Turn, said: Sequence[Reply]) -> KnownRisks:
    """Return what is known after a turn in which these replies were said."""
    risks = turn.risks_so_far
    answered = any(reply.kind is Kind.ANSWER for reply in said)
    reminded = turn.risks_in_force if answered else turn.reminded
    return KnownRisks(
        risks=risks,
        reminded=tuple(risk for risk in risks if risk in reminded),
        recall=_next_recall(turn) if risks else Recall.NO,
    )


def with_recall(turn: Turn, replies: list[Reply], composer: Composer) -> list[Reply]:
    """Ask after the first reply of a new session whether the risks known before still hold."""
    if not _asks(turn):
        return replies
    # One question at a time: a "ja" must have one meaning.
    answered = [composer.without_offer(reply) for reply in replies]
    return [*answered, composer.recall(_to_ask(turn))]


def _asks(turn: Turn) -> bool:
    busy = turn.emergency or turn.takes_back or turn.intent == HANDOVER_TOPIC
    return turn.recall is Recall.DUE and not busy and bool(_to_ask(turn))


def _to_ask(turn: Turn) -> list[str]:
    return [risk for risk in turn.risks_in_force if risk not in turn.risks_found]


def _next_recall(turn: Turn) -> Recall:
    if _asks(turn) or (turn.recall is Recall.ASKED and turn.act is Act.DENY):
        return Recall.ASKED
    waits = turn.emergency or turn.intent == HANDOVER_TOPIC
    return Recall.DUE if turn.recall is Recall.DUE and waits else Recall.NO
