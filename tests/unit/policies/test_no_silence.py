from __future__ import annotations

from typing import cast

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.policies.no_silence import RESCUE_ACTION, NoSilencePolicy

DOMAIN = Domain.load("domain.yml")
POLICY = NoSilencePolicy(
    NoSilencePolicy.get_default_config(),
    cast(ModelStorage, None),
    Resource("policy"),
    ExecutionContext(GraphSchema({})),
)
ASKED = UserUttered("vraag", {"name": "dosering"}, message_id="1")
REPLAYED = UserUttered("vraag", {"name": "dosering"})
RAN = ActionExecuted("action_answer", policy="RulePolicy")
FORM = ActionExecuted("handover_form", policy="RulePolicy")
RESCUED = ActionExecuted(RESCUE_ACTION, policy="NoSilencePolicy")


def predicted(*events: Event) -> str | None:
    tracker = DialogueStateTracker.from_events("c", list(events), domain=DOMAIN)
    prediction: PolicyPrediction = POLICY.predict_action_probabilities(tracker, DOMAIN)
    best = max(prediction.probabilities)
    if best == 0:
        return None
    return str(DOMAIN.action_names_or_texts[prediction.probabilities.index(best)])


@pytest.mark.parametrize(
    ("events", "action"),
    [
        ((ASKED,), None),
        ((ASKED, RAN, BotUttered("antwoord")), None),
        ((ASKED, RAN), RESCUE_ACTION),
        ((BotUttered("eerder"), ASKED, RAN), RESCUE_ACTION),
        ((REPLAYED, RAN), None),
        # A form that has ended leaves it to the action after it; one that goes on must ask.
        ((ActiveLoop("handover_form"), ASKED, FORM, ActiveLoop(None)), None),
        ((ActiveLoop("handover_form"), ASKED, FORM), RESCUE_ACTION),
        ((ASKED, RAN, RESCUED, BotUttered("sorry")), "action_listen"),
        ((ASKED, RAN, RESCUED), "action_listen"),
    ],
)
def test_silence_is_broken_once(events: tuple[Event, ...], action: str | None) -> None:
    assert predicted(*events) == action
