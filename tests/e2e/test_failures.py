"""Each part fails in turn; the customer still gets a Dutch line, or the referral due."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa_sdk.executor import ActionExecutor

from actions.action_answer import ActionAnswer
from assistant.nlu.payload_guard import PayloadGuard
from assistant.nlu.risk_detector import RiskDetector
from assistant.nlu.safety_gate import SafetyGateComponent
from assistant.nlu.topic_classifier import TopicClassifier
from assistant.runtime.engine import Engine
from assistant.safety.gate import SafetyGate
from evaluation.production.services import free_port
from tests.conftest import ROOT
from tests.e2e.conftest import Server, project_copy, start

Break = Callable[[pytest.MonkeyPatch], None]


def fail(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("broken on purpose")


def breaking(target: Any, name: str) -> Break:
    return lambda patch: patch.setattr(target, name, fail)


BREAKS = {
    "payload guard": breaking(PayloadGuard, "process"),
    "spaCy": breaking(SpacyNLP, "process"),
    "tokenizer": breaking(SpacyTokenizer, "process"),
    "classifier": breaking(TopicClassifier, "process"),
    "classifier inside": breaking(TopicClassifier, "_classify"),
    "risk detector": breaking(RiskDetector, "process"),
    "gate component": breaking(SafetyGateComponent, "process"),
    "gate component inside": breaking(SafetyGateComponent, "_from_classifier"),
    "rules in the component": breaking(SafetyGateComponent, "_expose"),
    "policy": breaking(RulePolicy, "predict_action_probabilities"),
    "action": breaking(ActionAnswer, "replies"),
    "action wholly": breaking(ActionAnswer, "run"),
    "action server": breaking(ActionExecutor, "run"),
}


@pytest.fixture
async def engine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Engine]:
    monkeypatch.chdir(ROOT)
    yield await Engine.load(Path("models/assistant.tar.gz"))


@pytest.mark.parametrize("part", BREAKS)
async def test_a_broken_part_is_never_silence(
    engine: Engine, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    BREAKS[part](monkeypatch)
    ordinary = await engine.ask("ordinary", "waar zit veel magnesium in")
    assert ordinary.messages[0]["text"]
    risk = await engine.ask("risk", "ik slik metoprolol, hoeveel magnesium mag ik?")
    assert risk.kind == "referral"
    assert " mg" not in risk.messages[0]["text"]
    emergency = await engine.ask("emergency", "ik heb druk op mijn borst en krijg geen adem")
    assert emergency.kind == "emergency"
    assert "112" in emergency.messages[0]["text"]


async def test_without_rules_the_classifier_still_refers(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SafetyGate, "findings", lambda *args: [])
    answer = await engine.ask("c", "mag ik magnesium als ik zwanger ben?")
    assert answer.kind == "referral"


async def test_without_the_classifier_the_rules_still_refer(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for component in (TopicClassifier, RiskDetector):
        monkeypatch.setattr(component, "process", lambda self, messages: messages)
    answer = await engine.ask("c", "mag ik magnesium als ik zwanger ben?")
    assert answer.kind == "referral"


@pytest.fixture(scope="module")
def without_action_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Plain `rasa run`, while nobody started `rasa run actions`."""
    port = free_port()
    folder = project_copy(tmp_path_factory.mktemp("plain") / "project")
    process, running = start(
        folder, "rasa", "run", "--port", str(port), "--interface", "127.0.0.1", port=port
    )
    yield running
    process.terminate()
    process.wait(timeout=30)


def test_plain_rasa_run_without_action_server(without_action_server: Server) -> None:
    say = without_action_server.say
    assert say("a", "waar zit veel magnesium in")[0]["metadata"]["kind"] == "fallback"
    assert say("a", "ik slik bisoprolol")[0]["metadata"] == {
        "kind": "referral", "topics": ["medicatie"],
    }  # fmt: skip
    assert "112" in say("a", "ik krijg geen adem meer")[0]["text"]
    assert "rasa run actions" in without_action_server.log.read_text()
