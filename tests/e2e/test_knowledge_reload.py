"""An edited answer is live within seconds; a broken edit never is."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.e2e.conftest import Server

LIVE_SECONDS = 5.0


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIVE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def foods(server: Server, conversation: str) -> str:
    text: str = server.say(conversation, "waar zit veel magnesium in?")[0]["text"]
    return text


def test_an_edit_is_live_and_a_broken_one_is_not(server: Server) -> None:
    path = server.folder / "knowledge" / "magnesium.yml"
    original = path.read_text(encoding="utf-8")
    try:
        path.write_text(original.replace("- spinazie", "- snijbiet").replace(
            "[spinazie,", "[snijbiet,"
        ), encoding="utf-8")  # fmt: skip
        wait_for(lambda: "snijbiet" in foods(server, f"live-{time.monotonic()}"))

        broken = path.read_text(encoding="utf-8").replace("[snijbiet,", "[rucola, {")
        path.write_text(broken, encoding="utf-8")
        wait_for(lambda: server.get("/health")[1]["knowledge"] == "not reloaded")
        assert "snijbiet" in foods(server, "still-good")
        assert "magnesium.yml" in server.get("/health")[1]["knowledge_problems"][0]
    finally:
        path.write_text(original, encoding="utf-8")
    wait_for(lambda: server.get("/health")[1]["knowledge"] == "ok")


def test_a_topic_that_the_model_lacks_shows_as_retrain_needed(server: Server) -> None:
    path = server.folder / "knowledge" / "magnesium.yml"
    original = path.read_text(encoding="utf-8")
    entry = original[original.index("  ziekten_voorkomen:") :]
    try:
        path.write_text(
            original
            + entry.replace("  ziekten_voorkomen:", "  nieuw_onderwerp:")
            .replace("title: Magnesium en ziekten", "title: Nieuw")
            .replace("short_title: Ziekten", "short_title: Nieuw"),
            encoding="utf-8",
        )
        wait_for(lambda: server.get("/health")[1]["retrain_needed"] == ["nieuw_onderwerp"])
        assert server.say("retrain", "helpt het tegen kramp?")[0]["text"]
    finally:
        path.write_text(original, encoding="utf-8")
    wait_for(lambda: server.get("/health")[1]["retrain_needed"] == [])
