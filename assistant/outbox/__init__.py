"""Sends what other services must get: at least once, in order, through restarts and outages."""

from assistant.outbox.deliverers import register_deliverer
from assistant.outbox.delivery import Away, GiveUp, TryLater
from assistant.outbox.enqueue import enqueue
from assistant.outbox.worker import OutboxWorker
from assistant.storage.outbox import Item

__all__ = ["Away", "GiveUp", "Item", "OutboxWorker", "TryLater", "enqueue", "register_deliverer"]
