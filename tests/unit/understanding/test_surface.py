from __future__ import annotations

import numpy as np
import pytest

from assistant.understanding.linear import LinearModel
from assistant.understanding.surface import SurfaceFeatures

LEARNT = ["hoeveel mg per dag", "hoeveel mag ik per dag nemen", "waar zit het in? in noten, noten"]
ASKED = [*LEARNT, "Hoeveel hoeveel hoeveel dág!", "a b a b", "iets heel anders xyz", "!", ""]


@pytest.fixture(scope="module")
def surface() -> SurfaceFeatures:
    return SurfaceFeatures.fit(LEARNT * 2)[0]


def test_what_was_learnt_from_has_the_features_of_any_text() -> None:
    surface, looks = SurfaceFeatures.fit(LEARNT * 2)
    np.testing.assert_allclose(looks.toarray(), surface.transform(LEARNT * 2).toarray())


@pytest.mark.parametrize("text", ASKED)
def test_one_text_has_the_features_of_scikit_learn(surface: SurfaceFeatures, text: str) -> None:
    expected = surface.transform([text]).toarray()[0]
    row = surface.row(text)
    found = np.zeros_like(expected)
    found[row.columns] = row.values
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_restored_features_are_the_same(surface: SurfaceFeatures) -> None:
    restored = SurfaceFeatures.restore(surface.vocabularies(), surface.weights())
    before, after = surface.row(ASKED[0]), restored.row(ASKED[0])
    np.testing.assert_array_equal(after.columns, before.columns)
    np.testing.assert_allclose(after.values, before.values)


def test_a_row_scores_as_its_matrix_does(surface: SurfaceFeatures) -> None:
    features = surface.transform(LEARNT)
    model = LinearModel.fit(features, ["dosering", "dosering", "bronnen"], 10.0)
    np.testing.assert_allclose(
        model.log_probabilities_of([surface.row(text) for text in LEARNT]),
        model.log_probabilities(features),
    )
