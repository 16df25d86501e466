"""A Kafka broker of one process: librdkafka's mock cluster speaks the real protocol over TCP.

``python -m evaluation.production.kafka FILE`` runs it and writes its address into a file.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from confluent_kafka import Producer


def main() -> None:
    """Run until it is ended."""
    cluster = Producer(
        {"bootstrap.servers": "replaced", "test.mock.num.brokers": 1, "log_level": 0}
    )
    [broker] = cluster.list_topics(timeout=30).brokers.values()
    file = Path(sys.argv[1])
    file.with_suffix(".new").write_text(f"{broker.host}:{broker.port}", encoding="utf-8")
    file.with_suffix(".new").rename(file)
    signal.pause()


if __name__ == "__main__":
    main()
