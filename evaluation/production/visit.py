"""Locust scenario: visitors of the website who read, think and ask on.

scripts/load.sh runs it. Each asks over the chat's own routes and waits for the answer.
"""

from __future__ import annotations

import random
import time
import uuid

from locust import FastHttpUser, between, events, task

QUESTIONS = (
    "waar zit veel magnesium in?",
    "hoeveel magnesium mag ik per dag?",
    "helpt het tegen kramp?",
    "ik slik metoprolol, mag ik magnesium?",
    "wat zijn de klachten bij een tekort?",
    "dank u wel",
)
ANSWER_SECONDS = 30


class Visitor(FastHttpUser):
    """Has one conversation of a few questions, with time to read in between."""

    wait_time = between(5, 20)

    def on_start(self) -> None:
        """Open the chat."""
        with self.client.post("/chat/v1/session", json={"mode": "bearer"}) as answer:
            self.headers = {"Authorization": f"Bearer {answer.json()['token']}"}
        self.seen = "0"

    @task
    def ask(self) -> None:
        """Send a message and wait for its answer, as the widget's long poll does."""
        number, asked = str(uuid.uuid4()), time.perf_counter()
        body = {"id": number, "text": random.choice(QUESTIONS)}
        self.client.post("/chat/v1/message", json=body, headers=self.headers, name="send")
        problem: Exception | None = TimeoutError("no answer")
        while time.perf_counter() - asked < ANSWER_SECONDS:
            news = self.client.get(
                "/chat/v1/events?wait=5",
                headers={
                    **self.headers,
                    "Accept": "application/json",
                    "Last-Event-ID": self.seen,
                },
                name="wait",
            ).json()
            self.seen = str(news["last"])
            if any(e["in_reply_to"] == number and e["type"] == "message" for e in news["events"]):
                problem = None
                break
        events.request.fire(
            request_type="chat",
            name="answer",
            response_time=1000 * (time.perf_counter() - asked),
            response_length=0,
            exception=problem,
        )
