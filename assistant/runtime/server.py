"""Serves the assistant: Rasa's agent and channels, with the actions in the same process."""

from __future__ import annotations

import asyncio
import gc
import logging
import socket
import sys
import time
from pathlib import Path

from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.channel import register as register_channels
from rasa.core.utils import AvailableEndpoints
from rasa.shared.utils.common import class_from_module_path
from rasa.shared.utils.io import read_config_file
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from threadpoolctl import threadpool_limits

from assistant.runtime import background, draining, logs, traces
from assistant.runtime.deviations.in_process_actions import IN_PROCESS_ACTIONS, InProcessActions
from assistant.runtime.deviations.replacement import is_left_out
from assistant.runtime.deviations.replacements import install_replacements
from assistant.runtime.model_reload import measure
from assistant.runtime.services import ServiceError, check_services
from assistant.setting_error import SettingError

logger = logging.getLogger(__name__)

CHANNELS_ROUTE = "/webhooks/"
REQUEST_ID_HEADER = "X-Request-ID"
STARTING_FAILED = 1
BACKLOG = 1024
WARM_UP = "?"


class StartError(Exception):
    """The server can't start; ``code`` is its exit code."""

    def __init__(self, message: str, code: int = STARTING_FAILED) -> None:
        """Take what the operator should read."""
        super().__init__(message)
        self.code = code


def serve(model: Path, *, interface: str, port: int, credentials: Path) -> None:
    """Serve until interrupted. Raises StartError and UnknownRasa."""
    logs.configure()
    install_replacements()
    try:
        traces.start()
        asyncio.run(check_services())
    except ServiceError as error:
        raise StartError(str(error), error.code) from None
    except traces.TracesMissing as error:
        raise StartError(str(error)) from None
    sock = _listen(interface, port)
    # Sanic logs the whole traceback of an error at start; the operator gets our sentence.
    logging.getLogger("sanic.error").disabled = True
    app = Sanic("assistant", configure_logging=False)
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = draining.CLOSE_SECONDS
    app.ctx.address = (interface, port)

    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.agent = await load(model)
        draining.install(app, getattr(app.ctx.agent.lock_store, "running", lambda: 0))
        await background.start_all(app)
        # What a first message would wait for: caches, and memory for the encoder.
        await app.ctx.agent.parse_message(WARM_UP)
        # What is loaded by now stays: the collector needn't look through it again and again.
        gc.collect()
        gc.freeze()

    async def announce(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        logging.getLogger("sanic.error").disabled = False
        logs.discretion.is_on = True
        _say(f"Ready: http://{interface}:{port}/")

    async def finish(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await background.stop_all(app)

    async def close(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        broker = app.ctx.agent.tracker_store.event_broker
        if broker is not None:
            await broker.close()
        traces.stop()

    app.register_middleware(_identify, "request")
    app.register_middleware(draining.refuse_when_draining, "request")
    app.register_middleware(_account, "response")
    register_channels(channels(credentials), app, CHANNELS_ROUTE)
    app.register_listener(begin, "before_server_start")
    app.register_listener(announce, "after_server_start")
    app.register_listener(finish, "before_server_stop")
    app.register_listener(close, "after_server_stop")
    app.run(sock=sock, backlog=BACKLOG, access_log=False, register_sys_signals=False, motd=False)


def _listen(interface: str, port: int) -> socket.socket:
    try:
        return socket.create_server(
            (interface, port),
            family=socket.AF_INET6 if ":" in interface else socket.AF_INET,
            backlog=BACKLOG,
        )
    except OSError as error:
        raise StartError(
            f"{interface}:{port} can't be listened on: {error.strerror}. Fix: choose another "
            "--port, or stop what uses it"
        ) from None


async def load(model: Path) -> Agent:
    """Return the agent with everything that the settings name. Raises StartError."""
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    if not is_left_out(IN_PROCESS_ACTIONS):
        endpoints.action = InProcessActions()
    try:
        agent = await load_agent(model_path=str(model), endpoints=endpoints)
    except SettingError:
        raise
    except Exception as error:
        raise StartError(f"endpoints.yml can't be used ({type(error).__name__})") from None
    if not agent.is_ready():
        raise StartError(f"{model} could not be loaded; see the messages above.")
    # A message's matrices are too small to share: threads would only wait for each other, busily.
    threadpool_limits(1)
    measure(agent)
    return agent


def channels(credentials: Path) -> list[InputChannel]:
    """Return the channels that ``credentials.yml`` names by class or by Rasa's short name."""
    return [
        _channel_class(name).from_credentials(settings)
        for name, settings in (read_config_file(credentials) or {}).items()
    ]


def _channel_class(name: str) -> type[InputChannel]:
    if "." in name:
        return class_from_module_path(name)  # type: ignore[no-any-return]
    from rasa.core.channels import BUILTIN_CHANNELS

    return BUILTIN_CHANNELS[name]  # type: ignore[no-any-return]


async def _identify(request: Request) -> None:
    request.ctx.started = time.perf_counter()
    request.ctx.id = logs.new_request_id(request.headers.get(REQUEST_ID_HEADER))
    logs.request_id.set(request.ctx.id)


async def _account(request: Request, response: HTTPResponse) -> None:
    started = getattr(request.ctx, "started", None)
    if started is None:
        return
    response.headers[REQUEST_ID_HEADER] = request.ctx.id
    # The route's pattern instead of the path, which may name a conversation.
    route = request.route.path if request.route else "unknown"
    logger.info(
        "%s /%s %s in %.0f ms",
        request.method,
        route,
        response.status,
        1000 * (time.perf_counter() - started),
    )


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
