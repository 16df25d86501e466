"""Registers who delivers requests for a person in this process."""

from __future__ import annotations

import logging

from assistant.delivery.chatwoot import ChatwootDelivery
from assistant.delivery.smtp import SmtpDelivery
from assistant.delivery.webhook import WebhookDelivery
from assistant.handoff.settings import CHATWOOT, SMTP, WEBHOOK, HandoverSettings
from assistant.outbox.deliverers import register_deliverer

logger = logging.getLogger(__name__)
NOTHING_SET = (
    "Requests for a person are only stored: nobody is told. Fix: set ASSISTANT_HANDOVER_SMTP, "
    "ASSISTANT_HANDOVER_WEBHOOK or ASSISTANT_HANDOVER_CHATWOOT (docs/handover.md), "
    "or look with `assistant handovers list`"
)


def register_handover_deliverers(settings: HandoverSettings) -> None:
    """Register a deliverer for each place that is set; warn when there is none."""
    if settings.smtp:
        register_deliverer(SMTP, SmtpDelivery(settings, settings.smtp).deliver)
    if settings.webhook:
        register_deliverer(WEBHOOK, WebhookDelivery(settings).deliver)
    if settings.chatwoot:
        register_deliverer(CHATWOOT, ChatwootDelivery(settings).deliver)
    if not settings.kinds:
        logger.warning(NOTHING_SET)
