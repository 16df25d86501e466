from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from assistant.runtime.deviations.graph_order import GRAPH_ORDER
from tests.unit.runtime.deviations.stock import stock


class Part(GraphComponent):
    """Says its name and what it was given."""

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def create(cls, config: dict[str, Any], **context: Any) -> Part:
        return cls(config["name"])

    def say(self, **given: Any) -> str:
        if given.get("a") == "fail":
            raise RuntimeError("broken on purpose")
        return f"{self.name}({', '.join(f'{key}={value}' for key, value in given.items())})"


def node(name: str, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs, uses=Part, constructor_name="create", fn="say", config={"name": name}
    )


SCHEMA = GraphSchema(
    {
        "last": node("last", b="middle", a="first"),
        "middle": node("middle", b="first", a="__input__"),
        "first": node("first", a="__input__"),
        "aside": node("aside", b="middle"),
    }
)


@pytest.fixture
def runner(tmp_path: Any) -> DaskGraphRunner:
    return DaskGraphRunner.create(SCHEMA, LocalModelStorage(tmp_path), ExecutionContext(SCHEMA))


@pytest.mark.parametrize("targets", [["last"], ["aside"], ["last", "aside"], ["first"]])
def test_results_are_those_of_stock(runner: DaskGraphRunner, targets: list[str]) -> None:
    with stock(GRAPH_ORDER):
        expected = runner.run({"__input__": "x"}, targets)
        GRAPH_ORDER.install()
        for _ in range(2):
            assert runner.run({"__input__": "x"}, targets) == expected


@pytest.mark.parametrize(
    ("inputs", "error"),
    [({"first": "x"}, GraphRunError), ({"__input__": "fail"}, GraphComponentException)],
)
def test_errors_are_those_of_stock(
    runner: DaskGraphRunner, inputs: dict[str, str], error: type[Exception]
) -> None:
    with stock(GRAPH_ORDER):
        for _ in range(2):
            with pytest.raises(error):
                runner.run(inputs, ["last"])
            GRAPH_ORDER.install()
