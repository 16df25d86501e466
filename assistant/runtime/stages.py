"""Measures the stages of a message, as a metric and as a span where traces are on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rasa.engine.constants import PLACEHOLDER_MESSAGE
from rasa.engine.graph import ExecutionContext, GraphNodeHook, GraphSchema
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelStorage

from assistant.runtime import metrics, traces


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Measure what is done inside."""
    started = time.perf_counter()
    with traces.span(name):
        try:
            yield
        finally:
            metrics.latency.labels(stage=name).observe(time.perf_counter() - started)


class MeasuredGraph(GraphRunner):
    """Runs a model's graph and measures understanding and the choice of an action apart."""

    def __init__(self, runner: GraphRunner) -> None:
        """Take the runner that does the work."""
        self._runner = runner

    @classmethod
    def create(
        cls,
        graph_schema: GraphSchema,
        model_storage: ModelStorage,
        execution_context: ExecutionContext,
        hooks: list[GraphNodeHook] | None = None,
    ) -> MeasuredGraph:
        """Not used: Rasa makes the runner that is measured."""
        raise NotImplementedError

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Run the graph."""
        understands = PLACEHOLDER_MESSAGE in (inputs or {})
        with stage("understanding" if understands else "policies"):
            return dict(self._runner.run(inputs, targets))
