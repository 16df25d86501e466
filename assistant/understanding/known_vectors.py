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

Bytes = npt.NDArray[np.uint8]

KNOWN_FILE = "known_vectors.npz"
# The file is compressed, and the artefact has to stay small.
_STEP = np.float32(0.004)


class KnownVectors:
    """Looks unit vectors up by the text's hash; no text is stored."""

    def __init__(self, keys: npt.NDArray[np.uint64], vectors: Vectors) -> None:
        """Take keys of shape (texts,) and vectors of shape (texts, hidden)."""
        self._rows = {int(key): row for row, key in enumerate(keys)}
        self._vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> KnownVectors:
        """Read the file in a folder; nothing is known if there is none."""
        path = folder / KNOWN_FILE
        if not path.exists():
            return cls(np.zeros(0, np.uint64), np.zeros((0, 0), np.float32))
        with np.load(path, allow_pickle=False) as arrays:
            steps = _joined(arrays["low"], arrays["high"])
            return cls(arrays["keys"], (steps.T * _STEP) @ arrays["axes"])

    def get(self, text: str) -> Vectors | None:
        """Return a text's vector, None if it isn't known."""
        row = self._rows.get(_key(text))
        return None if row is None else self._vectors[row]


def write_known_vectors(folder: Path, texts: Iterable[str], vectors: Vectors) -> None:
    """Write the unit vectors of some texts, rounded: their cosine to what they were is above .999.

    They are rounded along their principal axes: most of them hardly vary along most of these, so
    that what remains is small. The axes of a file that is there stay, so that what was rounded
    once isn't rounded again.
    """
    path = folder / KNOWN_FILE
    keys = np.array([_key(text) for text in texts], np.uint64)
    axes = _axes(path) if path.exists() else _principal_axes(vectors)
    steps = np.rint(vectors @ axes.T / _STEP).astype(np.int16)
    # One axis after the other compresses better than one text after the other.
    low, high = _split(np.ascontiguousarray(steps.T))
    np.savez_compressed(path, keys=keys, axes=axes, low=low, high=high)


def _axes(path: Path) -> Vectors:
    with np.load(path, allow_pickle=False) as arrays:
        return np.asarray(arrays["axes"])


def _principal_axes(vectors: Vectors) -> Vectors:
    return np.asarray(np.linalg.svd(vectors.T @ vectors)[2], np.float32)


def _split(steps: npt.NDArray[np.int16]) -> tuple[Bytes, Bytes]:
    """Return the lower and the higher bytes: small numbers of either sign have a small one.

    A sixth smaller in the compressed file than the numbers themselves.
    """
    folded = ((steps << 1) ^ (steps >> 15)).astype(np.uint16)
    return (folded & 0xFF).astype(np.uint8), (folded >> 8).astype(np.uint8)


def _joined(low: Bytes, high: Bytes) -> npt.NDArray[np.int16]:
    """Return the numbers that ``_split`` took apart."""
    folded = low | high.astype(np.uint16) << 8
    return (folded >> 1).astype(np.int16) ^ -(folded & 1).astype(np.int16)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
