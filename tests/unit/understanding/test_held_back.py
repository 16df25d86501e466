from __future__ import annotations

import pytest

from assistant.understanding.held_back import is_held_back
from evaluation.training_data import training_examples
from tests.conftest import ROOT


def test_about_a_tenth_is_held_back_and_always_the_same() -> None:
    texts = [example.text for example in training_examples(ROOT / "data/nlu.yml")]
    share = sum(map(is_held_back, texts)) / len(texts)
    assert share == pytest.approx(0.1, abs=0.02)
    assert is_held_back(" Hoeveel? ") == is_held_back("hoeveel?")
