"""Turns a message into a vector with the committed Dutch sentence encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from os import cpu_count
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from assistant.understanding.known_vectors import KnownVectors
from assistant.understanding.vectors import Vectors

Offsets = npt.NDArray[np.int64]
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "encoder" / "dutch-e5-small"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
# What E5 models expect in front of a text that is compared with others of its kind.
PREFIX = "query: "
# The end of a longer message is cut off; attention costs grow with the square of this.
MAX_TOKENS = 160
_BEGIN, _END = 0, 2


class SentenceEncoder:
    """Encodes texts one by one, so that a vector never depends on what came along with it."""

    def __init__(self, folder: Path) -> None:
        """Load the artefact; raises FileNotFoundError with the way to get it."""
        self._folder = folder
        self._model_file = folder / MODEL_FILE
        for file in (self._model_file, folder / TOKENIZER_FILE):
            if not file.exists():
                raise FileNotFoundError(f"{file} is missing: restore it or run `make encoder`")
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        options = onnxruntime.SessionOptions()
        # One message is too little work to share; other cores serve other customers.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # Warnings about the graph are no news for an operator.
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(self._model_file), options, providers=["CPUExecutionProvider"]
        )
        # Two classifiers look at the same message.
        self._read = lru_cache(maxsize=1)(self._read_anew)
        # They train on the same messages, too.
        self._encoded: dict[str, Vectors] = {}

    @cached_property
    def digest(self) -> str:
        """The artefact's SHA-256, to tell which encoder a classifier was fitted on."""
        return hashlib.sha256(self._model_file.read_bytes()).hexdigest()

    def encode(self, text: str) -> Vectors:
        """Return a unit vector of shape (hidden,)."""
        vector: Vectors = self.encode_message(text, ())[0]
        return vector

    def encode_message(self, text: str, clauses: Sequence[str]) -> Vectors:
        """Return unit vectors of a message and its clauses, shape (1 + clauses, hidden).

        ``clauses`` are parts of the text in its order. The message is read once: a clause's
        vector is the mean over its own words, as the whole message makes them meant.
        """
        states, starts, ends = self._read(text)
        vectors = [states.mean(axis=0)]
        position = 0
        for clause in clauses:
            first = max(text.find(clause, position), position)
            position = first + len(clause)
            inside = (ends > first) & (starts < position) & (starts >= 0)
            # The pieces stand between the mark of the beginning and that of the end.
            vectors.append(states[1:-1][inside].mean(axis=0) if inside.any() else vectors[0])
        return _units(np.stack(vectors))

    def reads_all_of(self, text: str) -> bool:
        """Tell whether a text is short enough to be read to its end."""
        _, _, ends = self._read(text)
        return bool(ends.max(initial=0) >= len(text.rstrip()))

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (texts, hidden), on all cores: this is for training.

        Those of the messages that the encoder came with are looked up, others encoded once.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._encoded]
        if new:
            known = KnownVectors.load(self._folder)
            with ThreadPoolExecutor(cpu_count()) as threads:
                found = threads.map(lambda text: self._look_up(text, known), new)
                self._encoded.update(zip(new, found, strict=True))
        return np.stack([self._encoded[text] for text in texts])

    def _look_up(self, text: str, known: KnownVectors) -> Vectors:
        found = known.get(text)
        return self.encode(text) if found is None else found

    def _read_anew(self, text: str) -> tuple[Vectors, Offsets, Offsets]:
        """Return the states of a text's pieces, and where each begins and ends in it."""
        pieces = self._tokenizer.encode(PREFIX + text, add_special_tokens=False)
        states = self._states(pieces.ids)
        starts, ends = np.array(pieces.offsets[: len(states) - 2]).reshape(-1, 2).T - len(PREFIX)
        return states, starts, ends

    def _states(self, pieces: list[int]) -> Vectors:
        ids = np.array([[_BEGIN, *pieces[: MAX_TOKENS - 2], _END]], np.int64)
        return np.asarray(self._session.run(None, {"ids": ids})[0][0], np.float32)


def _units(vectors: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths
