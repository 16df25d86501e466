"""Generates the Rasa files that follow from the topics: ``domain.yml`` and ``rules.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.handoff.form import Step
from assistant.knowledge.loader import Knowledge
from assistant.topics import (
    FALLBACK_INTENT,
    HANDOVER_TOPIC,
    NOT_ANSWERED_TOPICS,
    REFER_TOPICS,
    TALK_TOPICS,
)

_HEADER = "# Generated from the topics in knowledge/ by `assistant train`; don't edit.\n"
_ACTIONS = (
    "action_answer",
    "action_clarify",
    "action_handover",
    "action_refer",
    "action_request_handover",
    "action_smalltalk",
    "validate_handover_form",
)
_FORM = "handover_form"
_HANDOVER_RULES = f"""\
- rule: {HANDOVER_TOPIC}, and the form begins
  steps:
  - intent: {HANDOVER_TOPIC}
  - action: action_handover
  - slot_was_set:
    - handover_wanted: true
  - action: {_FORM}
  - active_loop: {_FORM}
- rule: {HANDOVER_TOPIC}, but an emergency or a person comes first
  steps:
  - intent: {HANDOVER_TOPIC}
  - action: action_handover
  - slot_was_set:
    - handover_wanted: false
- rule: the form ends
  condition:
  - active_loop: {_FORM}
  steps:
  - action: {_FORM}
  - active_loop: null
  - slot_was_set:
    - requested_slot: null
  - action: action_request_handover
"""
_FORM_SLOTS = tuple(f"handover_{step.value}" for step in Step)
_SLOTS = (
    ("Risk kinds that were mentioned, kept until the customer takes them back.", "risks", "list"),
    ("Those that the customer was reminded of beside an answer.", "risks_reminded", "list"),
    ("Whether to ask if they still hold (due, asked, no).", "risks_recall", "text"),
    ("The id of the request for a person that is being filled in.", "handover_id", "text"),
    ("What was said before the form began.", "handover_messages", "list"),
    *((f"The form's answer: {slot}.", slot, "text") for slot in _FORM_SLOTS),
    ("The person who has taken over and answers.", "taken_over_by", "text"),
)


def generated_files(knowledge: Knowledge, root: Path) -> dict[Path, str]:
    """Return the content that each generated file should have."""
    return {
        root / "domain.yml": domain_text(knowledge),
        root / "data" / "rules.yml": rules_text(knowledge),
    }


def stale_files(knowledge: Knowledge, root: Path) -> list[Path]:
    """Return the generated files that don't say what they should."""
    return [
        path
        for path, text in generated_files(knowledge, root).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def write_generated_files(knowledge: Knowledge, root: Path) -> list[Path]:
    """Bring the generated files up to date and return those that changed."""
    stale = stale_files(knowledge, root)
    texts = generated_files(knowledge, root)
    for path in stale:
        path.write_text(texts[path], encoding="utf-8")
    return stale


def intents(knowledge: Knowledge) -> list[str]:
    """Return every intent: answerable topics, refer topics and talk topics."""
    return [*knowledge.topics, *NOT_ANSWERED_TOPICS]


def action_for(topic_id: str) -> str:
    """Return the action that a topic's rule runs."""
    if topic_id == HANDOVER_TOPIC:
        return "action_handover"
    if topic_id in TALK_TOPICS:
        return "action_smalltalk"
    return "action_refer" if topic_id in REFER_TOPICS else "action_answer"


def domain_text(knowledge: Knowledge) -> str:
    """Return the content of ``domain.yml``."""
    return "\n".join(_domain_lines(knowledge)) + "\n"


def rules_text(knowledge: Knowledge) -> str:
    """Return the content of ``data/rules.yml``."""
    lines = [_HEADER.rstrip(), 'version: "3.1"', "rules:"]
    others = [topic_id for topic_id in intents(knowledge) if topic_id != HANDOVER_TOPIC]
    pairs = [(topic_id, action_for(topic_id)) for topic_id in others]
    for intent, action in [*pairs, (FALLBACK_INTENT, "action_clarify")]:
        lines += [
            f"- rule: {intent}",
            "  steps:",
            f"  - intent: {intent}",
            f"  - action: {action}",
        ]
    return "\n".join(lines) + "\n" + _HANDOVER_RULES


def _domain_lines(knowledge: Knowledge) -> Iterator[str]:
    yield _HEADER.rstrip()
    yield 'version: "3.1"'
    yield ""
    yield "intents:"
    yield from (f"- {topic_id}" for topic_id in intents(knowledge))
    yield ""
    yield "# What the safety gate finds. Actions read it; no policy does."
    yield "entities:"
    for entity in ("risk", "emergency"):
        yield f"- {entity}:"
        yield "    influence_conversation: false"
    yield ""
    yield "slots:"
    for comment, slot, slot_type in _SLOTS:
        yield f"  # {comment}"
        yield f"  {slot}:"
        yield f"    type: {slot_type}"
        yield "    influence_conversation: false"
        yield "    mappings:"
        yield "    - type: custom"
    yield "  # Whether the form begins: rules decide by it."
    yield "  handover_wanted:"
    yield "    type: bool"
    yield "    influence_conversation: true"
    yield "    mappings:"
    yield "    - type: custom"
    yield ""
    yield "forms:"
    yield f"  {_FORM}:"
    yield "    required_slots:"
    yield from (f"    - {slot}" for slot in _FORM_SLOTS)
    yield ""
    yield "actions:"
    yield from (f"- {action}" for action in _ACTIONS)
    yield ""
    yield "session_config:"
    yield "  session_expiration_time: 60"
    yield "  carry_over_slots_to_new_session: true"
