"""Rasa component: reads half questions, numbers, yes and no in the light of what was said."""

from __future__ import annotations

import time

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from assistant.brain import brain
from assistant.dialogue.turn import Recall
from assistant.nlu.continuation_detector import GOES_ON_KEY
from assistant.nlu.entities import (
    ACT_KEY,
    NOTHING_NEW_KEY,
    RECALL_SLOT,
    RISKS_SLOT,
    TAKEN_BACK_KEY,
    TOPICS_KEY,
    findings_from_entities,
    topic_ranking,
)
from assistant.nlu.guarded import guarded
from assistant.nlu.take_back_detector import TAKES_BACK_KEY
from assistant.nlu.topic_classifier import CLAUSES_KEY
from assistant.nlu.without_settings import WithoutSettings
from assistant.replies.reply import Kind
from assistant.topics import HANDOVER_TOPIC, NOT_ANSWERED_TOPICS
from assistant.understanding.clauses import asks_something, several_clauses
from assistant.understanding.context import Context
from assistant.understanding.follow_up import Act
from assistant.understanding.taking_back import Sign

# After a longer pause a customer starts afresh.
MAX_PAUSE_SECONDS = 30 * 60
# Small talk in between doesn't end a topic.
MAX_TURNS_BACK = 3
# Rules need an intent to run an action; an act is no topic, so it travels as small talk.
ACT_INTENT = "bedankt"
_OFFERS_A_PERSON = (Kind.REFERRAL.value, Kind.FALLBACK.value)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FollowUps(WithoutSettings):
    """Replaces the intent of a message that only makes sense after the reply before it."""

    @guarded
    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Read each message in the context of its conversation, if there is one."""
        context = context_from_tracker(tracker) if tracker else Context()
        for message in messages:
            text = message.get(TEXT) or ""
            ranking = topic_ranking(message.get(INTENT_RANKING_KEY) or ())
            if not ranking or text.startswith(INTENT_MESSAGE_PREFIX):
                continue
            goes_on, sign = (
                message.get(GOES_ON_KEY, 0.0),
                message.get(TAKES_BACK_KEY, Sign.POSSIBLY),
            )
            may_take_back = context.risks and sign is not Sign.NO
            mentioned = brain().gate.mentioned(text) if may_take_back else ()
            meant = brain().follow_ups.read(text, ranking, context, goes_on, sign, mentioned)
            if meant is None:
                continue
            if meant.act is Act.TAKE_BACK:
                topics = _asked_besides(message)
            else:
                topics = meant.beside(message.get(TOPICS_KEY) or ())
            first = topics[0] if topics else ACT_INTENT
            message.set(
                INTENT, {INTENT_NAME_KEY: first, PREDICTED_CONFIDENCE_KEY: 1.0}, add_to_output=True
            )
            message.set(TOPICS_KEY, topics, add_to_output=True)
            message.set(TAKEN_BACK_KEY, list(meant.taken_back), add_to_output=True)
            message.set(NOTHING_NEW_KEY, meant.says_nothing_new)
            message.set(ACT_KEY, meant.act.value if meant.act else None, add_to_output=True)
        return messages


def context_from_tracker(tracker: DialogueStateTracker) -> Context:
    """Return what was said before the message that is being read."""
    turns = _last_turns(tracker)
    risks = tuple(tracker.get_slot(RISKS_SLOT) or ())
    asked = tracker.get_slot(RECALL_SLOT) == Recall.ASKED.value
    last_risks = _last_risks(tracker, risks)
    said = [event for turn in turns for event in turn]
    if not said or time.time() - said[0].timestamp > MAX_PAUSE_SECONDS:
        return Context(risks=risks, last_risks=last_risks)
    last = turns[0]
    buttons = tuple(
        str(button.get("payload", "")).lstrip(INTENT_MESSAGE_PREFIX)
        for event in reversed(last)
        for button in event.data.get("buttons") or ()
        if str(button.get("payload", "")).startswith(INTENT_MESSAGE_PREFIX)
    )
    kinds = {event.metadata.get("kind") for event in last}
    # A referral is no topic to ask on about, unless nothing else was talked about.
    focus = _last_topics(turns, Kind.ANSWER) or _last_topics(turns, Kind.REFERRAL)
    return Context(
        focus=focus,
        buttons=buttons,
        person_offered=HANDOVER_TOPIC in buttons and bool(kinds & {*_OFFERS_A_PERSON}),
        asked_back=Kind.CLARIFY.value in kinds,
        risks=risks,
        last_risks=last_risks,
        risk_asked=asked,
    )


def _last_risks(tracker: DialogueStateTracker, risks: tuple[str, ...]) -> tuple[str, ...]:
    """Return which known risks the last message that mentioned one of them mentioned."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            found = {finding.risk for finding in findings_from_entities(event.entities)}
            mentioned = tuple(risk for risk in risks if risk in found)
            if mentioned:
                return mentioned
    return ()


def _asked_besides(message: Message) -> list[str]:
    """Return the topics asked in other sentences of a message that takes a risk back."""
    rankings: list[dict[str, float]] = message.get(CLAUSES_KEY) or []
    topics = []
    for clause, ranking in zip(several_clauses(message.get(TEXT)), rankings, strict=False):
        likeliest = max(ranking, key=lambda topic: ranking[topic])
        if asks_something(clause) and likeliest not in NOT_ANSWERED_TOPICS:
            topics.append(likeliest)
    return list(dict.fromkeys(topics))


def _last_topics(turns: list[list[BotUttered]], kind: Kind) -> tuple[str, ...]:
    for turn in turns:
        said = [event for event in reversed(turn) if event.metadata.get("kind") == kind.value]
        if said:
            return tuple(topic for event in said for topic in event.metadata.get("topics") or ())
    return ()


def _last_turns(tracker: DialogueStateTracker) -> list[list[BotUttered]]:
    """Return the bot's messages of the last turns, newest first."""
    turns: list[list[BotUttered]] = [[]]
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            if len(turns) == MAX_TURNS_BACK:
                break
            turns.append([])
        elif isinstance(event, BotUttered):
            turns[-1].append(event)
    return [turn for turn in turns if turn]
