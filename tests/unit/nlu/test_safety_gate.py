from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu import safety_gate
from assistant.nlu.entities import EXCLUDED_KEY, findings_from_entities
from assistant.nlu.risk_detector import HARMLESS_KEY, SUSPICION_KEY, UNLIKELY_KEY
from assistant.nlu.safety_gate import SafetyGateComponent
from assistant.safety.findings import Finding
from assistant.understanding.risk_model import Suspicion

COMPONENT = SafetyGateComponent(SafetyGateComponent.get_default_config())


def findings(
    text: str,
    topic: str = "dosering",
    suspicion: Suspicion | None = None,
    *,
    harmless: bool = False,
    unlikely: bool = False,
) -> tuple[Finding, ...]:
    ranking = [{"name": topic, "confidence": 0.9}]
    message = Message(
        {
            TEXT: text,
            INTENT_RANKING_KEY: ranking,
            SUSPICION_KEY: suspicion,
            HARMLESS_KEY: harmless,
            UNLIKELY_KEY: unlikely,
        }
    )
    COMPONENT.process([message])
    return findings_from_entities(message.get(ENTITIES))


def test_rules_alone_are_enough() -> None:
    found = findings("ik slik metoprolol")
    assert [(f.risk, f.medicine_class, f.detector) for f in found] == [
        ("medicatie", "betablokker", "rules")
    ]


def test_a_suspicion_alone_is_enough() -> None:
    found = findings("dat spul erbij", suspicion=Suspicion("medicatie", 0.97))
    assert [(f.risk, f.detector) for f in found] == [("medicatie", "classifier")]
    assert not findings("dat spul erbij")


@pytest.mark.parametrize(
    ("text", "passing"),
    [
        ("kids in huis, ik slaap slecht", True),
        ("de medicijnen liggen in dezelfde la", True),
        ("mijn zoon van 8 heeft kramp", False),
        ("ik ben zwanger", False),
        ("ik slik metoprolol", False),
        ("mijn borst doet pijn en ik krijg geen lucht", False),
        ("my children take medicine", False),
    ],
)
def test_only_passing_words_yield_to_a_detector_that_is_sure(text: str, passing: bool) -> None:
    assert findings(text)
    assert bool(findings(text, harmless=True)) is not passing


def test_passing_words_are_forgotten_where_the_detector_doubts() -> None:
    assert findings("kids in huis, ik slaap slecht")[0].lasting
    assert not findings("kids in huis, ik slaap slecht", unlikely=True)[0].lasting
    assert findings("mijn zoon van 8 heeft kramp", unlikely=True)[0].lasting


def test_a_topic_that_is_a_risk_is_enough() -> None:
    assert findings("hm", topic="medicatie")[0].detector == "classifier"


def test_an_excluded_risk_is_not_believed() -> None:
    suspicion = Suspicion("zwangerschap", 0.95)
    assert not findings("ik ben niet zwanger, hoeveel mag ik", "zwangerschap", suspicion)


def test_no_exclusion_silences_a_classifier_that_is_certain() -> None:
    text = "heb dat gelezen, ben 11 weken"
    assert not findings(text, suspicion=Suspicion("zwangerschap", 0.98))
    found = findings(text, suspicion=Suspicion("zwangerschap", 0.999))
    assert [(f.risk, f.detector) for f in found] == [("zwangerschap", "classifier")]


def test_what_is_certain_is_not_said_to_be_excluded() -> None:
    message = Message({TEXT: "ben niet zwanger", SUSPICION_KEY: Suspicion("zwangerschap", 0.999)})
    COMPONENT.process([message])
    assert message.get(EXCLUDED_KEY) == []


def test_packaging_is_no_child() -> None:
    suspicion = Suspicion("kind", 0.98)
    assert not findings("buiten bereik van kinderen staat erop, ook in de kast?", "kind", suspicion)


def test_an_emergency_comes_first() -> None:
    assert findings("ik slik metoprolol", suspicion=Suspicion("noodgeval", 0.97))[0].emergency


@pytest.mark.parametrize("part", ["findings", "excluded"])
def test_the_classifier_counts_when_the_rules_fail(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(safety_gate.brain().gate, part, fail)
    assert findings("ik slik metoprolol", suspicion=Suspicion("medicatie", 0.97))


def test_a_weak_suspicion_is_not_remembered() -> None:
    assert not findings("dat spul erbij", suspicion=Suspicion("medicatie", 0.92))[0].lasting
    assert findings("dat spul erbij", suspicion=Suspicion("medicatie", 0.999))[0].lasting
    assert findings("ik slik metoprolol")[0].lasting
