"""Tells whether the assistant is well, and whether its knowledge is what the disk says."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from assistant.knowledge.store import shared_store
from assistant.project_files import intents
from assistant.storage.backlog import waiting_for_an_answer, waiting_to_be_sent
from assistant.storage.database import database, database_url

ANSWER_SECONDS = 2.0
# What waits longer is no ordinary delay.
LATE_SECONDS = 300.0
OK, AWAY = "ok", "away"


class HealthChannel(InputChannel):
    """Serves ``GET /health`` and what is below it; it takes no messages.

    ``/live``: the process answers. ``/serving``: it can answer customers, if only with a referral
    or an apology; load balancers ask this. ``/ready``: everything that it needs is there, too.
    """

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "health"

    def url_prefix(self) -> str:
        """Put the routes at the root instead of below /webhooks/."""
        return "/health"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("health_channel", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            report = health_report(agent)
            return json_response(report, status=200 if report["model"] == "ready" else 503)

        @routes.route("/live", methods=["GET"])
        async def live(request: Request) -> HTTPResponse:
            return json_response({"status": OK})

        @routes.route("/serving", methods=["GET"])
        async def serving(request: Request) -> HTTPResponse:
            report = serving_report(request.app)
            return json_response(report, status=200 if report["status"] == OK else 503)

        @routes.route("/ready", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            report = await ready_report(request.app)
            return json_response(report, status=200 if report["status"] == OK else 503)

        return routes


def health_report(agent: Any) -> dict[str, Any]:
    """Return the state of model and knowledge as JSON-ready data."""
    store = shared_store()
    knowledge = store.knowledge
    ready = bool(agent and agent.is_ready())
    known = set(agent.domain.intents) if ready else set()
    wanted = set(intents(knowledge))
    unlearned = sorted(wanted - known) if ready else []
    return {
        "model": "ready" if ready else "not loaded",
        "knowledge": "not reloaded" if store.problems else "ok",
        "knowledge_version": store.version,
        "knowledge_problems": [str(problem) for problem in store.problems],
        "retrain_needed": unlearned,
    }


def serving_report(app: Sanic) -> dict[str, Any]:
    """Return whether this process takes messages."""
    agent = getattr(app.ctx, "agent", None)
    draining = getattr(app.ctx, "draining", None)
    if draining is not None and draining.is_on:
        return {"status": "draining"}
    return {"status": OK if agent and agent.is_ready() else "starting"}


async def ready_report(app: Sanic) -> dict[str, Any]:
    """Return the state of everything that messages depend on."""
    agent: Any = getattr(app.ctx, "agent", None)
    store, backlog = await _state(_backlog)
    lock, _ = await _state(lambda: agent.lock_store.ping())
    broker = getattr(getattr(agent, "tracker_store", None), "event_broker", None)
    serving = serving_report(app)["status"]
    needed = (serving, store, lock)
    return {
        **health_report(agent),
        **(backlog or {}),
        "store": store,
        "lock": lock,
        # Statistics may come late; customers don't wait for them.
        "broker": await _broker_state(broker),
        "model_id": getattr(agent, "model_id", None),
        "status": next((state for state in needed if state != OK), OK),
    }


async def _state(ask: Callable[[], Awaitable[Any]]) -> tuple[str, Any]:
    try:
        return OK, await asyncio.wait_for(ask(), ANSWER_SECONDS)
    except Exception as error:
        return f"{AWAY} ({type(error).__name__})", None


async def _broker_state(broker: Any) -> str:
    if broker is None:
        return "none"
    return OK if await asyncio.to_thread(broker.is_ready) else AWAY


async def _backlog() -> dict[str, Any]:
    def read() -> dict[str, Any]:
        with database(database_url()).connect() as connection:
            inbox = waiting_for_an_answer(connection)
            outbox = waiting_to_be_sent(connection)
        now = time.time()
        ages = [now - kind.oldest for kind in outbox.values()]
        return {
            "inbox_depth": inbox.number,
            "inbox_oldest_seconds": round(now - inbox.oldest, 1) if inbox.number else 0.0,
            "outbox_depth": {kind: waiting.number for kind, waiting in outbox.items()},
            "outbox_oldest_seconds": round(max(ages, default=0.0), 1),
            "outbox_late": max(ages, default=0.0) > LATE_SECONDS,
        }

    return await asyncio.to_thread(read)
