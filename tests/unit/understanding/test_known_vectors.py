from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.understanding.known_vectors import KnownVectors, write_known_vectors

TEXTS = [f"bericht {number}" for number in range(200)]


def unit_vectors() -> np.ndarray:
    vectors = np.random.default_rng(1).normal(size=(len(TEXTS), 384)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_a_vector_comes_back_nearly_as_it_was(tmp_path: Path) -> None:
    vectors = unit_vectors()
    write_known_vectors(tmp_path, TEXTS, vectors)
    known = KnownVectors.load(tmp_path)
    for text, vector in zip(TEXTS, vectors, strict=True):
        found = known.get(text)
        assert found is not None
        assert found @ vector / np.linalg.norm(found) > 0.999


def test_another_text_is_not_known(tmp_path: Path) -> None:
    write_known_vectors(tmp_path, TEXTS, unit_vectors())
    assert KnownVectors.load(tmp_path).get("een ander bericht") is None


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert KnownVectors.load(tmp_path).get(TEXTS[0]) is None


def test_what_was_rounded_once_is_not_rounded_again(tmp_path: Path) -> None:
    write_known_vectors(tmp_path, TEXTS[:100], unit_vectors()[:100])
    known = KnownVectors.load(tmp_path)
    rounded = np.stack([known.get(text) for text in TEXTS[:100]])
    write_known_vectors(tmp_path, TEXTS, np.vstack([rounded, unit_vectors()[100:]]))
    again = KnownVectors.load(tmp_path)
    np.testing.assert_allclose(
        np.stack([again.get(text) for text in TEXTS[:100]]), rounded, atol=1e-6
    )
