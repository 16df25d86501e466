"""Serves the assistant: Rasa's own server with the actions in the same process."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from assistant.runtime import background
from assistant.runtime.deviations.in_process_actions import InProcessActions


def serve(model: Path, *, interface: str, port: int, credentials: Path) -> None:
    """Serve until interrupted; exits with an error when the model can't be loaded."""

    async def announce(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        if not app.ctx.agent.is_ready():
            sys.stderr.write(f"{model} could not be loaded; see the messages above.\n")
            sys.stderr.flush()
            os._exit(1)
        await background.start_all(app)
        sys.stderr.write(f"Ready: http://{interface}:{port}/chat\n")
        sys.stderr.flush()

    async def finish(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await background.stop_all(app)

    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action = InProcessActions()
    serve_application(
        model_path=str(model),
        credentials=str(credentials),
        endpoints=endpoints,
        interface=interface,
        port=port,
        enable_api=False,
        server_listeners=[(announce, "after_server_start"), (finish, "before_server_stop")],
    )
