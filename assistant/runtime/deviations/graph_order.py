"""Runs the model's graph in an order that is worked out once.

Stock Rasa builds a smaller graph and hands it to dask for every message and every prediction,
though the model's graph never changes and its parts run one after the other anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

from assistant.runtime.deviations.replacement import Replacement

_ORDERS = "_assistant_orders"


def _run(
    self: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    wanted = tuple(targets or self._graph_schema.target_names)
    orders: dict[tuple[str, ...], tuple[str, ...]] = self.__dict__.setdefault(_ORDERS, {})
    order = orders.get(wanted)
    if order is None:
        order = orders[wanted] = _order(self._graph_schema, wanted)
    # Nodes take and give pairs of a name and a value.
    results = {name: (name, value) for name, value in (inputs or {}).items()}
    nodes = self._instantiated_nodes
    clashing = [name for name in results if name in nodes]
    if clashing:
        raise GraphRunError(f"Input value '{clashing[0]}' clashes with a node name.")
    for name in order:
        needed = self._graph_schema.nodes[name].needs.values()
        # dask hands a name that nothing has as it is.
        results[name] = nodes[name](*(results.get(need, need) for need in needed))
    return dict(results[name] for name in wanted)


def _order(schema: GraphSchema, targets: Sequence[str]) -> tuple[str, ...]:
    smaller = schema.minimal_graph_schema(list(targets))
    sorter = TopologicalSorter(
        {
            name: [need for need in node.needs.values() if need in smaller.nodes]
            for name, node in smaller.nodes.items()
        }
    )
    return tuple(sorter.static_order())


GRAPH_ORDER = Replacement(
    name="graph-order",
    owner=DaskGraphRunner,
    attribute="run",
    source="45f0f52f574f3aa9546a552bf671183e171092c18b66e97f5771a7fa295de37e",
    ours=_run,
)
