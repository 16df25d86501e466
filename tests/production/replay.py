"""Replays conversations in this process and prints everything that Rasa recorded of them.

``python -m tests.production.replay MODEL`` reads JSON from standard input: a list of conversations,
each a list of texts. Times and random ids are left out, as they differ from run to run.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from assistant.runtime.deviations import unused_clients

unused_clients.install()

from rasa.core.channels.channel import UserMessage  # noqa: E402

from assistant.cli import quiet_logging  # noqa: E402
from assistant.nlu.entities import HANDOVER_ID_SLOT  # noqa: E402
from assistant.runtime.deviations.replacements import install_replacements  # noqa: E402
from assistant.runtime.messages import TypedOutputChannel  # noqa: E402
from assistant.runtime.server import load  # noqa: E402

VARYING = {"timestamp", "message_id", "model_id", "latest_event_time", "time"}
RANDOM_SLOTS = {HANDOVER_ID_SLOT}


async def replay(model: Path, conversations: list[list[str]]) -> dict[str, Any]:
    install_replacements()
    agent = await load(model)
    recorded: dict[str, Any] = {}
    for number, texts in enumerate(conversations):
        name = f"conversation-{number}"
        said = []
        for text in texts:
            channel = TypedOutputChannel()
            await agent.handle_message(UserMessage(text, channel, name, input_channel="replay"))
            said.append(channel.messages)
        tracker = await agent.tracker_store.retrieve_full_tracker(name)
        events = [event.as_dict() for event in tracker.events]
        recorded[name] = {"said": said, "events": [without_varying(event) for event in events]}
    return recorded


def without_varying(value: Any) -> Any:
    if isinstance(value, dict):
        if value.get("event") == "slot" and value.get("name") in RANDOM_SLOTS:
            return {"slot": value["name"], "is set": value.get("value") is not None}
        return {key: without_varying(each) for key, each in value.items() if key not in VARYING}
    if isinstance(value, list):
        return [without_varying(each) for each in value]
    # Between processes the encoder's last digits may differ.
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    quiet_logging()
    found = asyncio.run(replay(Path(sys.argv[1]), json.load(sys.stdin)))
    sys.stdout.write(json.dumps(found))
