"""Real receivers of requests: a mail server with STARTTLS, and an HTTP server."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

HOST = "127.0.0.1"


@dataclass
class Mailbox:
    """What a mail server took; ``over_tls`` tells of each mail whether it came over TLS."""

    mails: list[EmailMessage] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(mail)  # type: ignore[arg-type]
        self.over_tls.append(session.ssl is not None)
        return "250 taken"


@contextmanager
def mail_server(mailbox: Mailbox, certificate: tuple[Path, Path], port: int) -> Iterator[None]:
    """Run a server that takes mail over STARTTLS only."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(*certificate)
    controller = Controller(
        mailbox, hostname=HOST, port=port, tls_context=tls, require_starttls=True
    )
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@dataclass
class Calls:
    """What an HTTP server was sent, and what it answers: ``statuses`` first, then 200."""

    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)


@contextmanager
def http_server(calls: Calls) -> Iterator[str]:
    """Run a server and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            calls.bodies.append(body)
            calls.headers.append(dict(self.headers.items()))
            calls.paths.append(self.path)
            status = calls.statuses.pop(0) if calls.statuses else 200
            answer = json.dumps(calls.answers.get(self.path, {})).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
