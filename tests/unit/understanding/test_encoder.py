from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.understanding.encoder import DEFAULT_FOLDER, MAX_TOKENS, SentenceEncoder

MAX_MEGABYTES = 60


def test_vectors_are_units_and_always_the_same(encoder: SentenceEncoder) -> None:
    vector = encoder.encode("hoeveel mag ik nemen")
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)
    np.testing.assert_array_equal(vector, encoder.encode("hoeveel mag ik nemen"))


def test_many_at_once_are_the_same_as_one_by_one(encoder: SentenceEncoder) -> None:
    texts = ["hallo", "", "waar zit het in", "é😀 ligature ﬁ", "x " * 3 * MAX_TOKENS]
    together = encoder.encode_all(texts)
    alone = np.stack([encoder.encode(text) for text in texts])
    # Those that the encoder came with are stored rounded.
    assert (together * alone).sum(axis=1).min() > 0.999


def test_clauses_are_read_within_their_message(encoder: SentenceEncoder) -> None:
    text = "ik heb kramp in mijn kuit, waar zit het in?"
    whole, cramp, foods = encoder.encode_message(
        text, ["ik heb kramp in mijn kuit", "waar zit het in?"]
    )
    np.testing.assert_allclose(whole, encoder.encode(text), atol=1e-5)
    question = encoder.encode("waar zit magnesium in")
    assert foods @ question > cramp @ question


def test_a_clause_beyond_the_cut_gets_the_vector_of_the_message(encoder: SentenceEncoder) -> None:
    text = "x " * 2 * MAX_TOKENS + "waar zit het in"
    whole, clause = encoder.encode_message(text, ["waar zit het in"])
    np.testing.assert_array_equal(whole, clause)


def test_a_text_beyond_the_cut_is_not_read_whole(encoder: SentenceEncoder) -> None:
    assert encoder.reads_all_of("waar zit het in?  ")
    assert not encoder.reads_all_of("lang verhaal " * 100)


def test_meaning_beats_spelling(encoder: SentenceEncoder) -> None:
    cramp, same, other = encoder.encode_all(
        ["ik heb kramp in mijn kuit", "me been verkrampt elke nacht", "ik heb trek in mijn koffie"]
    )
    assert cramp @ same > cramp @ other


def test_a_missing_artefact_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make encoder"):
        SentenceEncoder(tmp_path)


def test_the_artefact_is_small() -> None:
    size = sum(file.stat().st_size for file in DEFAULT_FOLDER.iterdir())
    assert size <= MAX_MEGABYTES * 1_000_000
