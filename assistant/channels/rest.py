"""A REST channel that never shows a stack trace and never stays silent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from assistant.channels.storable import read_json
from assistant.runtime.messages import TypedOutputChannel, failsafe_messages

MAX_BODY_BYTES = 64 * 1024
MAX_SENDER_CHARACTERS = 200
_FIELDS = {"sender", "message", "metadata", "input_channel"}


class BadRequest(Exception):
    """A request that the channel can't take; ``status`` is the HTTP status to answer."""

    def __init__(self, message: str, status: int = 400) -> None:
        """Take what is wrong, without quoting the request."""
        super().__init__(message)
        self.status = status


class RestChannel(InputChannel):
    """Takes ``{"sender", "message"}`` at Rasa's usual address, /webhooks/rest/webhook.

    For tests and measurements: whoever knows a sender's name reads that conversation.
    Each message of the answer carries ``metadata`` with its ``kind`` and ``topics``.
    """

    @classmethod
    def name(cls) -> str:
        """Return the part of the address that names this channel."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the channel's routes."""
        routes = Blueprint("rest_channel", __name__)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text = read_request(request.body)
            except BadRequest as error:
                return json_response({"error": str(error)}, status=error.status)
            channel = TypedOutputChannel()
            try:
                await on_new_message(UserMessage(text, channel, sender, input_channel=self.name()))
            except Exception as error:
                channel.messages = failsafe_messages(text, error)
            messages = channel.replies(text)
            return json_response([_as_rest(sender, message) for message in messages])

        return routes


def read_request(body: bytes) -> tuple[str, str]:
    """Return sender and text of a request body. Raises BadRequest."""
    if len(body) > MAX_BODY_BYTES:
        raise BadRequest("the request is too large", status=413)
    try:
        content = read_json(body)
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON in UTF-8") from None
    if not isinstance(content, dict):
        raise BadRequest("the body is not a JSON object")
    if set(content) - _FIELDS:
        raise BadRequest(f"unknown field; known are: {', '.join(sorted(_FIELDS))}")
    sender, text = content.get("sender", "default"), content.get("message")
    if not isinstance(sender, str) or not 0 < len(sender) <= MAX_SENDER_CHARACTERS:
        raise BadRequest("'sender' is not a text of 1 to 200 characters")
    if not isinstance(text, str):
        raise BadRequest("'message' is missing or not a text")
    return sender, text


def _as_rest(sender: str, message: dict[str, Any]) -> dict[str, Any]:
    rest: dict[str, Any] = {"recipient_id": sender, "text": message["text"]}
    if message["buttons"]:
        rest["buttons"] = message["buttons"]
    rest["metadata"] = {"kind": message["kind"], "topics": message["topics"]}
    return rest
