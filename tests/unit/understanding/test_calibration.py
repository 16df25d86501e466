from __future__ import annotations

import numpy as np
import pytest

from assistant.understanding.calibration import MAX_IN_SCOPE_LOSS, Calibration, calibrate
from assistant.understanding.linear import Array, log_softmax

TOPICS = ["buiten_bereik", "dosering", "vormen"]


def scores(sharpness: float) -> tuple[Array, Array, list[str]]:
    """Three hundred messages; the classifier is right in four of five."""
    chance = np.random.default_rng(0)
    truth = chance.integers(0, 3, 300)
    guess = np.where(chance.random(300) < 0.8, truth, (truth + 1) % 3)
    logits = sharpness * np.eye(3)[guess] + chance.normal(0, 0.1 * sharpness, (300, 3))
    return log_softmax(logits), np.full(300, 0.5), [TOPICS[column] for column in truth]


@pytest.mark.parametrize("sharpness", [1.0, 6.0])
def test_confidence_becomes_the_share_that_is_right(sharpness: float) -> None:
    logs, nearness, truth = scores(sharpness)
    found = calibrate(logs, logs, nearness, truth, TOPICS)
    chances = found.probabilities(logs, logs)
    right = [TOPICS[column] for column in chances.argmax(axis=1)] == np.array(truth)
    assert chances.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.04)


def test_few_of_the_own_messages_fall_below_the_scope_threshold() -> None:
    logs, nearness, truth = scores(3.0)
    found = calibrate(logs, logs, nearness, truth, TOPICS)
    scope = found.scope(found.probabilities(logs, logs), nearness, TOPICS)
    own = np.array(truth) != "buiten_bereik"
    assert (scope[own] < found.scope_threshold).mean() <= MAX_IN_SCOPE_LOSS


def test_few_messages_leave_the_defaults() -> None:
    logs, nearness, truth = scores(3.0)
    assert calibrate(logs[:9], logs[:9], nearness[:9], truth[:9], TOPICS) == Calibration()
