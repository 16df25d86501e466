"""Replaces a function of Rasa, if it is still the one that the replacement was written for."""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rasa.version import __version__

WRITTEN_FOR_RASA = "3.6.21"
STOCK_VARIABLE = "ASSISTANT_STOCK"
EVERYTHING = "all"


@dataclass(frozen=True)
class UnknownRasa(RuntimeError):
    """This Rasa isn't the one that the replacement ``name`` was written for."""

    name: str
    what: str

    def __str__(self) -> str:
        return (
            f"The deviation '{self.name}' was written for Rasa {WRITTEN_FOR_RASA}, and "
            f"{self.what} is another one here (Rasa {__version__}). Fix: install the locked "
            f"requirements, or read assistant/runtime/deviations/ again, or leave it out with "
            f"{STOCK_VARIABLE}={self.name}"
        )


@dataclass(frozen=True)
class Replacement:
    """A function of Rasa and ours in its place.

    ``owner`` is the class, ``source`` the SHA-256 of the replaced function's source text.
    """

    name: str
    owner: type
    attribute: str
    source: str
    ours: Callable[..., Any]

    def install(self) -> None:
        """Replace the function in this process. Raises UnknownRasa."""
        stock = inspect.getattr_static(self.owner, self.attribute)
        function = getattr(stock, "__func__", stock)
        if function is self.ours or is_left_out(self.name):
            return
        check_version(self.name)
        if source_hash(inspect.getsource(function)) != self.source:
            raise UnknownRasa(self.name, f"{self.owner.__name__}.{self.attribute}")
        is_static = isinstance(stock, staticmethod)
        setattr(self.owner, self.attribute, staticmethod(self.ours) if is_static else self.ours)


def is_left_out(name: str) -> bool:
    """Tell whether the operator wants stock Rasa here."""
    wanted = {each.strip() for each in os.environ.get(STOCK_VARIABLE, "").split(",")}
    return bool(wanted & {name, EVERYTHING})


def check_version(name: str) -> None:
    """Raise UnknownRasa when Rasa's version is another one."""
    if __version__ != WRITTEN_FOR_RASA:
        raise UnknownRasa(name, "Rasa's version")


def source_hash(source: str) -> str:
    """Return the SHA-256 of a function's source text."""
    return hashlib.sha256(source.encode()).hexdigest()
