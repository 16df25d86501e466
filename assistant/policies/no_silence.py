"""Rasa policy: a customer never gets silence."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_DEFAULT_ASK_REPHRASE_NAME, ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

logger = logging.getLogger(__name__)
PRIORITY_ABOVE_ALL = 100
RESCUE_ACTION = ACTION_DEFAULT_ASK_REPHRASE_NAME


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class NoSilencePolicy(Policy):
    """Speaks up when an action ran and nothing was said.

    Rasa only logs an exception in an action or a missing action server. This policy sees
    that no message followed the action and has the server itself say the referral that is
    due, or an apology (assistant.nlg.FailsafeResponses makes the text).
    """

    @staticmethod
    def supported_data() -> SupportedData:
        """Train on rules and stories; there is nothing to learn from either."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: above every other policy."""
        return {"priority": PRIORITY_ABOVE_ALL}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NoSilencePolicy:
        """Create the policy; nothing was stored at training."""
        return cls(config, model_storage, resource, execution_context)

    def train(
        self,
        training_trackers: list[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """Learn nothing."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the rescue after silence, listening after the rescue, else nothing."""
        probabilities = self._default_predictions(domain)
        message = tracker.get_last_event_for(UserUttered)
        # What `rasa test core` replays was never executed; its messages carry no id.
        is_live = message is not None and message.message_id is not None
        action = _next_action(_events_of_this_turn(tracker)) if is_live else None
        if action == RESCUE_ACTION and _a_form_has_ended(tracker, domain):
            # The action that follows a form speaks.
            action = None
        if action == RESCUE_ACTION:
            logger.error(
                "An action said nothing. If no action server runs, start it with: rasa run actions"
            )
        if action:
            probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)


def _a_form_has_ended(tracker: DialogueStateTracker, domain: Domain) -> bool:
    return tracker.latest_action_name in domain.form_names and not tracker.active_loop_name


def _events_of_this_turn(tracker: DialogueStateTracker) -> list[Event]:
    events: list[Event] = []
    for event in reversed(tracker.applied_events()):
        if isinstance(event, UserUttered):
            break
        events.append(event)
    return events


def _next_action(events: list[Event]) -> str | None:
    actions = [event for event in events if isinstance(event, ActionExecuted)]
    if not actions:
        return None
    last = str(actions[0].action_name)
    if last == RESCUE_ACTION:
        return str(ACTION_LISTEN_NAME)
    silent = not any(isinstance(event, BotUttered) for event in events)
    needs_rescue = silent and last != ACTION_LISTEN_NAME
    return str(RESCUE_ACTION) if needs_rescue else None
