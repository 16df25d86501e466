from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from assistant.understanding.linear import LinearModel
from assistant.understanding.sparse_row import SparseRow
from assistant.understanding.two_views import TwoViews, Views

KINDS = ["noten", "pillen"] * 4
MEANING = np.array([[1, 0], [0, 1]] * 4, np.float32)
# In the letters the last two look like one another's kind.
LOOKS = csr_matrix([[1.0, 0, 0], [0, 1, 0]] * 3 + [[0, 1, 1], [1, 0, 1]])


@pytest.fixture
def classifier() -> TwoViews:
    return TwoViews.fit(Views(MEANING, LOOKS), KINDS)


def test_each_view_counts_for_half(classifier: TwoViews) -> None:
    both = classifier.log_probabilities(Views(MEANING, LOOKS))
    meaning = LinearModel.fit(MEANING, KINDS, 10.0).log_probabilities(MEANING)
    looks = LinearModel.fit(LOOKS, KINDS, 100.0).log_probabilities(LOOKS)
    half = (meaning + looks) / 2
    assert np.diff(both) == pytest.approx(np.diff(half), abs=1e-6)
    assert np.exp(both).sum(axis=1) == pytest.approx(1)


def test_one_message_gets_what_many_get(classifier: TwoViews) -> None:
    row = SparseRow(np.array([1, 2]), np.array([1.0, 1.0]))
    alone = classifier.log_probabilities_of(MEANING[6:7], [row])
    assert alone == pytest.approx(classifier.log_probabilities(Views(MEANING, LOOKS))[6:7])


def test_a_restored_classifier_says_the_same(classifier: TwoViews) -> None:
    restored = TwoViews.restore(classifier.arrays())
    messages = Views(MEANING, LOOKS)
    before, after = (each.log_probabilities(messages) for each in (classifier, restored))
    assert after == pytest.approx(before, abs=1e-5)
