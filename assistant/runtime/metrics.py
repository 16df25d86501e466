"""What the server counts; ``/metrics`` shows it in Prometheus' format.

Adapters (channels, components, actions, workers) count here; domain logic doesn't know it. No label
may hold anything of a customer: channels, kinds, topics, stages and error types only.
"""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

PREFIX = "assistant"
# Seconds; from a cached answer to a visitor who has left.
_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

# Replies that went out, by channel (rest, web, whatsapp, ...), kind and first topic ("" if none).
messages = Counter(
    "messages", "Replies of the assistant", ["channel", "kind", "topic"], namespace=PREFIX
)
referrals = Counter("referrals", "Turns referred to a professional", ["channel"], namespace=PREFIX)
emergencies = Counter("emergencies", "Turns referred to 112", ["channel"], namespace=PREFIX)
fallbacks = Counter(
    "fallbacks", "Turns that got no answer from knowledge", ["channel"], namespace=PREFIX
)
# Turns in which a part failed and the customer got the fail-safe line. `where`: a part's name.
failures = Counter("failures", "Parts that failed", ["where", "error"], namespace=PREFIX)

# Stages: lock (waiting for it), message (with the lock, all of the following), store_read,
# understanding, policies, action, store_write.
latency = Histogram(
    "latency_seconds", "Time of a message by stage", ["stage"], namespace=PREFIX, buckets=_SECONDS
)
refused = Counter("refused", "Requests refused", ["reason"], namespace=PREFIX)

locks_held = Gauge("locks_held", "Conversations locked by this process", namespace=PREFIX)
locks_lost = Counter("locks_lost", "Locks not got or lost", namespace=PREFIX)

tasks = Gauge("tasks", "Tasks of this process' event loop", namespace=PREFIX)
inbox_depth = Gauge("inbox_depth", "Accepted messages without an answer", namespace=PREFIX)
inbox_age = Gauge(
    "inbox_oldest_seconds", "Age of the oldest message without an answer", namespace=PREFIX
)
outbox_depth = Gauge("outbox_depth", "What waits to be sent", ["kind"], namespace=PREFIX)
outbox_age = Gauge(
    "outbox_oldest_seconds", "Age of the oldest that waits to be sent", ["kind"], namespace=PREFIX
)
outbox_sent = Counter("outbox_sent", "What was sent", ["kind"], namespace=PREFIX)
outbox_retries = Counter("outbox_retries", "Sends to try again", ["kind"], namespace=PREFIX)
outbox_dead = Counter("outbox_dead", "Sends that were given up", ["kind"], namespace=PREFIX)
circuit_open = Gauge(
    "circuit_open", "1 while sending is paused after failures", ["kind"], namespace=PREFIX
)

knowledge_reloads = Counter(
    "knowledge_reloads", "Changes of the knowledge files", ["result"], namespace=PREFIX
)
model_reloads = Counter("model_reloads", "New models put in", ["result"], namespace=PREFIX)
