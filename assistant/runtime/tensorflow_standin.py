"""An inert stand-in for TensorFlow, visible to Rasa alone.

Rasa 3.6 imports TensorFlow from modules that every command loads, although only DIET,
TED and ResponseSelector compute with it. Without TensorFlow the environment is 1.5 GB
smaller and the server starts sooner, with less memory (docs/environment.md).

``python -m assistant.runtime.tensorflow_standin install`` writes a ``.pth`` file into
site-packages, so that plain ``rasa ...`` commands find the stand-in too. The finder goes
to the end of ``sys.meta_path``: a real TensorFlow, once installed, is found first and the
stand-in is never used.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import sysconfig
from abc import ABCMeta
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

STOOD_IN_FOR = ("tensorflow", "keras")
PTH_FILE_NAME = "assistant_tensorflow_standin.pth"
PTH_LINE = "import assistant.runtime.tensorflow_standin as standin; standin.register_finder()\n"
MISSING_MESSAGE = (
    "{component} needs TensorFlow, which this environment leaves out on purpose. "
    "Remove the component (DIETClassifier, TEDPolicy, ResponseSelector, ...) from "
    "config.yml, or install the real TensorFlow with: make tensorflow"
)


class TensorFlowMissing(SystemExit):
    """A model that computes with TensorFlow was built while only the stand-in is there.

    It derives from SystemExit because Rasa swallows every Exception while it loads a
    model and then reports that the server is up and running.
    """

    def __init__(self, component: str) -> None:
        """Take the name of the class that was to be instantiated."""
        super().__init__(MISSING_MESSAGE.format(component=component))


class _InertMeta(ABCMeta):
    """Gives classes that may be subclassed, annotated with, called and decorated with."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _inert(f"{cls.__name__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls.__module__ != __name__:
            raise TensorFlowMissing(f"{cls.__module__}.{cls.__qualname__}")
        used_as_decorator = len(args) == 1 and callable(args[0]) and not kwargs
        return args[0] if used_as_decorator else cls


def _inert(name: str) -> _InertMeta:
    return _InertMeta(name, (), {"__module__": __name__})


class _InertModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _inert(f"{self.__name__}.{name}")
        setattr(self, name, value)
        return value


class _InertLoader(importlib.abc.Loader):
    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to execute in an inert module."""


class StandInFinder(importlib.abc.MetaPathFinder):
    """Finds ``tensorflow`` and ``keras``, but only for imports written in Rasa itself.

    thinc probes ``tensorflow.experimental.dlpack`` and would take an inert module for the
    real thing and crash, so everybody else gets the usual ModuleNotFoundError.
    """

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Return the spec of an inert module, or None when somebody else asks."""
        if fullname.partition(".")[0] not in STOOD_IN_FOR or not _rasa_is_importing():
            return None
        return importlib.machinery.ModuleSpec(
            fullname, _InertLoader(), origin="stand-in", is_package=True
        )


def _rasa_is_importing() -> bool:
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if not module.startswith("importlib"):
            return module.partition(".")[0] == "rasa"
        frame = frame.f_back
    return False


def register_finder() -> None:
    """Put the finder behind all others, once."""
    if not any(isinstance(finder, StandInFinder) for finder in sys.meta_path):
        sys.meta_path.append(StandInFinder())


def install() -> Path:
    """Write the ``.pth`` file that registers the finder at every interpreter start."""
    path = Path(sysconfig.get_paths()["purelib"]) / PTH_FILE_NAME
    path.write_text(PTH_LINE, encoding="utf-8")
    return path


def uninstall() -> None:
    """Remove the ``.pth`` file again."""
    (Path(sysconfig.get_paths()["purelib"]) / PTH_FILE_NAME).unlink(missing_ok=True)


if __name__ == "__main__":
    {"install": install, "uninstall": uninstall}[sys.argv[1]]()
