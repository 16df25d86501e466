"""What the components share that train a model on the sentence encoder's vectors."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from ruamel.yaml import YAML

from assistant.understanding import linear, message_features, surface, terms, two_views
from assistant.understanding.encoder import DEFAULT_FOLDER, SentenceEncoder

Component = TypeVar("Component", bound="TrainedOnEncoder")
# What the detectors' models have in common.
TWO_VIEWS = (linear, message_features, surface, terms, two_views)


class TrainedOnEncoder(GraphComponent):
    """A graph component with one model, which ``model_class`` fits, saves and loads.

    ``sources`` are the modules that the model is made by, ``own_examples`` the files of
    messages that it learns from beside Rasa's training data.
    """

    model_class: ClassVar[Any]
    sources: ClassVar[Iterable[ModuleType]]
    own_examples: ClassVar[Iterable[Path]] = ()

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Any = None,
    ) -> None:
        """Take the settings of ``config.yml`` and a trained model, if there is one."""
        self._encoder = shared_encoder(config["encoder"])
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Make Rasa train again when the model's code, its own examples or the encoder change."""
        source = "".join(inspect.getsource(module) for module in cls.sources)
        digest = shared_encoder(config.get("encoder")).digest
        examples = b"".join(path.read_bytes() for path in cls.own_examples)
        return hashlib.sha256((source + digest).encode() + examples).hexdigest()

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Component:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Component:
        """Load a trained component; raises EncoderMismatchError."""
        with model_storage.read_from(resource) as folder:
            model = cls.model_class.load(folder, shared_encoder(config["encoder"]))
        return cls(config, model_storage, resource, model)

    def keep(self, model: Any) -> Resource:
        """Use a model that was just fitted, and persist it."""
        self._model = model
        with self._model_storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource


def read_examples(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (heading, message) of a file that holds messages by heading, one a line."""
    content = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    for heading, lines in content.items():
        for line in lines.splitlines():
            yield heading, line.removeprefix("- ")


@lru_cache(maxsize=2)
def shared_encoder(folder: str | None) -> SentenceEncoder:
    """Return the encoder in a folder, by default the one of the project; loaded once."""
    return SentenceEncoder(Path(folder) if folder else DEFAULT_FOLDER)
