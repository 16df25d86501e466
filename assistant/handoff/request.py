"""A customer's request for a person, as the shop's people get it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.handoff.form import Consent, Form
from assistant.knowledge.loader import Knowledge
from assistant.replies.render import fill, join_words

# Enough to see what it is about.
MAX_MESSAGES = 8


@dataclass(frozen=True)
class Said:
    """A message of the conversation; ``by`` is "customer" or "assistant"."""

    by: str
    text: str


@dataclass(frozen=True)
class HandoverRequest:
    """What the customer filled in; risks and messages only if the customer agreed to that."""

    id: str
    conversation: str
    name: str
    contact: str
    question: str
    country: str
    risks: tuple[str, ...] = ()
    messages: tuple[Said, ...] = ()


def request_of(
    handover_id: str, conversation: str, form: Form, risks: Sequence[str], said: Sequence[Said]
) -> HandoverRequest:
    """Make the request of a complete form."""
    everything = form.consent == Consent.EVERYTHING.value
    return HandoverRequest(
        id=handover_id,
        conversation=conversation,
        name=form.name or "",
        contact=form.contact or "",
        question=form.question or "",
        country=form.country or "",
        risks=tuple(risks) if everything else (),
        messages=tuple(said[-MAX_MESSAGES:]) if everything else (),
    )


def as_data(request: HandoverRequest) -> dict[str, Any]:
    """Return a request as JSON-ready data for a webhook."""
    return {
        "handover": request.id,
        "name": request.name,
        "contact": request.contact,
        "question": request.question,
        "country": request.country,
        "risks": list(request.risks),
        "messages": [{"by": said.by, "text": said.text} for said in request.messages],
    }


def subject(request: HandoverRequest, knowledge: Knowledge) -> str:
    """Return the subject of the e-mail; it holds nothing of the customer."""
    return fill(knowledge.handover.mail.subject, reference=reference(request.id))


def summary(request: HandoverRequest, knowledge: Knowledge) -> str:
    """Return the request as text for the shop's people."""
    texts, mail = knowledge.handover, knowledge.handover.mail
    country = {**texts.countries}.get(request.country, "")  # type: ignore[call-overload]
    filled = {"name": request.name, "contact": request.contact, "country": country}
    lines = [
        fill(str(getattr(texts.summary, key)), value=value)
        for key, value in filled.items()
        if value
    ]
    lines += ["", texts.summary.question.format(value=request.question)]
    if request.risks:
        names = [knowledge.safety.risk_names[risk] for risk in request.risks]
        lines += ["", fill(mail.risks, risks=join_words(names))]
    if request.messages:
        by = {"customer": mail.customer, "assistant": mail.assistant}
        lines += ["", mail.messages]
        lines += [f"{by[said.by]}: {said.text}" for said in request.messages]
    return "\n".join(lines) + "\n"


def reference(handover_id: str) -> str:
    """Return the short number by which people name a request."""
    return handover_id[:8]
