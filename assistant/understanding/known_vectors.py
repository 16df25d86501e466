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
# Fewer steps than a byte holds: the file is compressed, and the artefact has to stay small.
_LARGEST = np.float32(28)


class KnownVectors:
    """Looks vectors up by the text's hash; no text is stored."""

    def __init__(
        self,
        keys: npt.NDArray[np.uint64],
        vectors: npt.NDArray[np.int8],
        steps: npt.NDArray[np.float32],
    ) -> None:
        """Take keys of shape (texts,), vectors of shape (texts, hidden) in steps of (texts,)."""
        self._rows = {int(key): row for row, key in enumerate(keys)}
        self._vectors = vectors
        self._steps = steps

    @classmethod
    def load(cls, folder: Path) -> KnownVectors:
        """Read the file in a folder; nothing is known if there is none."""
        path = folder / KNOWN_FILE
        if not path.exists():
            return cls(np.zeros(0, np.uint64), np.zeros((0, 0), np.int8), np.zeros(0, np.float32))
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["keys"], arrays["vectors"], arrays["steps"])

    def get(self, text: str) -> Vectors | None:
        """Return a text's vector, None if it isn't known."""
        row = self._rows.get(_key(text))
        return None if row is None else self._vectors[row] * self._steps[row]


def write_known_vectors(folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
    """Write the vectors of some texts, rounded: they stay .999 of what they were."""
    keys = np.array([_key(text) for text in texts], np.uint64)
    steps = np.abs(vectors).max(axis=1) / _LARGEST
    rounded = np.rint(vectors / steps[:, None]).astype(np.int8)
    np.savez_compressed(folder / KNOWN_FILE, keys=keys, vectors=rounded, steps=steps)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
