"""Rasa's own event brokers, by one setting, and without what customers and the bot wrote."""

from __future__ import annotations

import asyncio
import logging
import os
from asyncio import AbstractEventLoop
from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from rasa.core.brokers.broker import EventBroker
from rasa.utils.endpoints import EndpointConfig

from assistant.storage.pseudonym import pseudonym

if TYPE_CHECKING:
    from rasa.core.brokers.kafka import KafkaEventBroker

logger = logging.getLogger(__name__)

URL_VARIABLE = "ASSISTANT_BROKER"
TEXTS_VARIABLE = "ASSISTANT_BROKER_TEXTS"
TEXTS_ON = "yes"
DEFAULT_NAME = "assistant_events"
MAX_WAITING = 10_000
# Within what a health check and an orderly end may take.
KAFKA_READY_SECONDS = 1.0
KAFKA_CLOSE_SECONDS = 1.0
_PORTS = {"amqp": 5672, "amqps": 5671, "kafka": 9092}

# Numbers, names of intents, actions and topics: what statistics need.
_KEPT = ("event", "timestamp", "name", "policy", "confidence", "input_channel", "model_id")
_KEPT_OF_REPLIES = ("kind", "topics")


class DiscreetBroker(EventBroker):
    """Hands events on to RabbitMQ or Kafka; ``ASSISTANT_BROKER_TEXTS=yes`` leaves them whole."""

    def __init__(self, broker: EventBroker, *, texts: bool) -> None:
        """Take Rasa's broker and whether texts may leave."""
        self._broker = broker
        self._texts = texts

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: AbstractEventLoop | None = None
    ) -> DiscreetBroker | None:
        """Connect to the broker that the setting names; None without one."""
        url = os.environ.get(URL_VARIABLE)
        if not url:
            return None
        texts = os.environ.get(TEXTS_VARIABLE, "").lower() == TEXTS_ON
        return cls(await _connect(url), texts=texts)

    def publish(self, event: dict[str, Any]) -> None:
        """Publish an event of Rasa."""
        self._broker.publish(event if self._texts else without_texts(event))

    def is_ready(self) -> bool:
        """Tell whether the connection stands; this may take a second."""
        return bool(self._broker.is_ready())

    async def close(self) -> None:
        """Close the connection."""
        await self._broker.close()


class Kafka(EventBroker):
    """Publishes with Rasa's Kafka broker, in order in a thread of its own.

    When Kafka is away, Rasa's sleeps for minutes in the event loop, waits for minutes at the end
    and calls itself ready; and it keeps 100,000 receipts before it reads one.
    """

    def __init__(self, broker: KafkaEventBroker) -> None:
        """Take the broker that blocks."""
        self._broker = broker
        self._events: Queue[dict[str, Any] | None] = Queue(MAX_WAITING)
        self._flushed = Event()
        # A daemon, so that the process can end while Rasa's broker sleeps.
        Thread(target=self._publish_all, name="broker", daemon=True).start()

    def publish(self, event: dict[str, Any]) -> None:
        """Queue an event; when too many wait, it is left to `rasa export`."""
        with suppress(Full):
            self._events.put_nowait(event)

    def is_ready(self) -> bool:
        """Ask Kafka, once something was published."""
        from confluent_kafka import KafkaException

        if self._broker.producer is None:
            return True
        try:
            self._broker.producer.list_topics(timeout=KAFKA_READY_SECONDS)
        except KafkaException:
            return False
        return True

    async def close(self) -> None:
        """Publish what can be published at once; `rasa export` knows the rest."""
        with suppress(Full):
            self._events.put_nowait(None)
            await asyncio.to_thread(self._flushed.wait, KAFKA_CLOSE_SECONDS)

    def _publish_all(self) -> None:
        while (event := self._events.get()) is not None:
            try:
                self._broker.publish(event)
                if self._broker.producer is not None:
                    self._broker.producer.poll(0)
            except Exception as error:
                # Rasa's callback raises for a Kafka that is away. An error's text may quote events.
                logger.warning("publishing an event failed: %s", type(error).__name__)
        with suppress(Exception):
            if self._broker.producer is not None:
                self._broker.producer.flush(KAFKA_CLOSE_SECONDS)
        self._flushed.set()


def without_texts(event: dict[str, Any]) -> dict[str, Any]:
    """Return what may leave of an event: no text, no slot value, no readable conversation id."""
    left = {key: event[key] for key in _KEPT if key in event}
    left["sender_id"] = pseudonym(str(event.get("sender_id", "")))
    if event.get("event") == "user":
        intent = (event.get("parse_data") or {}).get("intent") or {}
        left["intent"] = {key: intent.get(key) for key in ("name", "confidence")}
        # What kind of finding it was; which words it was found in is a text.
        found = (event.get("parse_data") or {}).get("entities") or ()
        left["entities"] = sorted({str(entity.get("entity")) for entity in found})
    if event.get("event") == "bot":
        said = {**(event.get("data") or {}), **(event.get("metadata") or {})}
        left |= {key: said[key] for key in _KEPT_OF_REPLIES if said.get(key)}
    return left


def addresses(url: str) -> list[tuple[str, int]]:
    """Return the hosts and ports of a broker's address. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"{URL_VARIABLE} begins with {', '.join(_PORTS)}")
    hosts = parts.netloc.rpartition("@")[2].split(",")
    found = [urlsplit(f"//{host}") for host in hosts]
    return [(each.hostname or "", each.port or _PORTS[parts.scheme]) for each in found]


async def _connect(url: str) -> EventBroker:
    parts = urlsplit(url)
    user, password = unquote(parts.username or "guest"), unquote(parts.password or "guest")
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme == "kafka":
        from rasa.core.brokers.kafka import KafkaEventBroker

        kafka = KafkaEventBroker(
            ",".join(f"{host}:{port}" for host, port in addresses(url)),
            topic=asked.get("topic", DEFAULT_NAME),
            partition_by_sender=True,
            sasl_username=user if parts.username else None,
            sasl_password=password if parts.username else None,
            security_protocol=asked.get("security", "SASL_SSL" if parts.username else "PLAINTEXT"),
        )
        return Kafka(kafka)
    from rasa.core.brokers.pika import PikaEventBroker

    host, port = addresses(url)[0]
    broker = PikaEventBroker(
        host if parts.scheme == "amqp" else f"amqps://{host}",
        user,
        password,
        port=port,
        queues=[asked.get("queue", DEFAULT_NAME)],
        exchange_name=asked.get("exchange", DEFAULT_NAME),
        connection_attempts=2,
        retry_delay_in_seconds=0.5,
    )
    await broker.connect()
    return broker
