"""Vectors that were computed when the encoder was built, so that training is quick.

Encoding ten thousand training messages takes half a minute; the encoder's recipe has done it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.understanding.vectors import Vectors

KNOWN_FILE = "known_vectors.npz"


class KnownVectors:
    """Looks vectors up by the text's hash; no text is stored."""

    def __init__(self, keys: npt.NDArray[np.uint64], vectors: npt.NDArray[np.float16]) -> None:
        """Take keys of shape (texts,) and vectors of shape (texts, hidden)."""
        self._rows = {int(key): row for row, key in enumerate(keys)}
        self._vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> KnownVectors:
        """Read the file in a folder; nothing is known if there is none."""
        path = folder / KNOWN_FILE
        if not path.exists():
            return cls(np.zeros(0, np.uint64), np.zeros((0, 0), np.float16))
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["keys"], arrays["vectors"])

    def get(self, text: str) -> Vectors | None:
        """Return a text's vector, None if it isn't known."""
        row = self._rows.get(_key(text))
        return None if row is None else self._vectors[row].astype(np.float32)


def write_known_vectors(folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
    """Write the vectors of some texts; half precision is far below the int8 graph's error."""
    keys = np.array([_key(text) for text in texts], np.uint64)
    np.savez_compressed(folder / KNOWN_FILE, keys=keys, vectors=vectors.astype(np.float16))


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
