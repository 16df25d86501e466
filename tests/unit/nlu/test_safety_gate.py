from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu import safety_gate
from assistant.nlu.entities import findings_from_entities
from assistant.nlu.safety_gate import SafetyGateComponent
from assistant.safety.findings import Finding

COMPONENT = SafetyGateComponent(SafetyGateComponent.get_default_config())


def findings(text: str, **ranking: float) -> tuple[Finding, ...]:
    entries = [{"name": name, "confidence": value} for name, value in ranking.items()]
    message = Message({TEXT: text, INTENT_RANKING_KEY: entries})
    COMPONENT.process([message])
    return findings_from_entities(message.get(ENTITIES))


def test_rules_alone_are_enough() -> None:
    found = findings("ik slik metoprolol", dosering=0.9)
    assert [(f.risk, f.medicine_class, f.detector) for f in found] == [
        ("medicatie", "betablokker", "rules")
    ]


def test_the_classifier_alone_is_enough_above_its_threshold() -> None:
    assert findings("dat spul erbij", dosering=0.5, medicatie=0.4)[0].risk == "medicatie"
    assert not findings("dat spul erbij", dosering=0.8, medicatie=0.1)


def test_a_risk_that_is_likeliest_counts_however_unsure() -> None:
    assert findings("hm", medicatie=0.15, dosering=0.1)[0].detector == "classifier"


def test_not_understood_is_no_likelier_topic_than_a_risk() -> None:
    assert findings("hm", nlu_fallback=0.86, medicatie=0.14)[0].risk == "medicatie"


def test_an_excluded_risk_is_not_believed() -> None:
    assert not findings("ik ben niet zwanger, hoeveel mag ik", zwangerschap=0.9)


def test_an_emergency_comes_first() -> None:
    assert findings("ik slik metoprolol", medicatie=0.4, noodgeval=0.5)[0].emergency


@pytest.mark.parametrize("part", ["findings", "excluded"])
def test_the_classifier_counts_when_the_rules_fail(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(safety_gate.brain().gate, part, fail)
    assert findings("ik slik metoprolol", medicatie=0.9)[0].risk == "medicatie"


def test_a_weak_suspicion_is_not_remembered() -> None:
    assert not findings("dat spul erbij", dosering=0.5, medicatie=0.3)[0].lasting
    assert findings("dat spul erbij", dosering=0.2, medicatie=0.7)[0].lasting
    assert findings("ik slik metoprolol", dosering=0.9)[0].lasting
