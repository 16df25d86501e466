"""OpenTelemetry traces, where the operator wants them; no span holds anything of a customer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ADDRESS_VARIABLE = "ASSISTANT_TRACES"
SERVICE_NAME = "webshop-assistant"

_tracer: list[Any] = []


class TracesMissing(Exception):
    """Traces are wanted, but OpenTelemetry isn't installed."""

    def __str__(self) -> str:
        return f"{ADDRESS_VARIABLE} is set, but OpenTelemetry is not installed. Fix: make traces"


def start() -> None:
    """Send spans to the OTLP address of the setting, if there is one. Raises TracesMissing."""
    address = os.environ.get(ADDRESS_VARIABLE)
    if not address:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME as SERVICE_NAME_KEY
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise TracesMissing from None
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME_KEY: SERVICE_NAME}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=address)))
    _tracer[:] = [provider.get_tracer(__name__), provider]


def stop() -> None:
    """Send what is left."""
    if _tracer:
        _tracer[1].shutdown()
        _tracer.clear()


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """Make a span of what is done inside; errors are named by type, never by text."""
    if not _tracer:
        yield
        return
    with _tracer[0].start_as_current_span(
        name, attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield
