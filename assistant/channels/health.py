"""Tells whether the assistant is well, and whether its knowledge is what the disk says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from assistant.knowledge.store import shared_store
from assistant.project_files import intents


class HealthChannel(InputChannel):
    """Serves ``GET /health``; it takes no messages."""

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "health"

    def url_prefix(self) -> str:
        """Put the route at the root instead of below /webhooks/."""
        return "/health"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's route."""
        routes = Blueprint("health_channel", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            report = health_report(agent)
            return json_response(report, status=200 if report["model"] == "ready" else 503)

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
