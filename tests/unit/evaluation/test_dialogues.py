from __future__ import annotations

from typing import Any

import pytest

from assistant.runtime.engine import Answer
from evaluation.dialogues import is_right


def answer(kind: str, *topics: str) -> Answer:
    return Answer("c", "x", None, 0.0, kind, list(topics))


@pytest.mark.parametrize(
    ("expected", "given", "right"),
    [
        ({"topics": ["hart"]}, answer("answer", "hart"), True),
        ({"topics": ["hart"]}, answer("answer", "vormen"), False),
        ({"topics": ["hart", "vormen"]}, answer("answer", "vormen", "hart"), False),
        ({"topics": ["hart"], "accepted": [["vormen"]]}, answer("answer", "vormen"), True),
        ({"topics": ["kind"], "kind": "refer"}, answer("referral", "kind"), True),
        ({"topics": ["kind"], "kind": "refer"}, answer("answer", "kind"), False),
        ({"topics": [], "kind": "talk"}, answer("smalltalk", "bedankt"), True),
        ({"topics": ["bedankt"], "kind": "talk"}, answer("smalltalk", "afscheid"), False),
        ({"kind": "handover"}, answer("handover", "mens_spreken"), True),
        ({"kind": "ask_back"}, answer("clarify"), True),
        ({"kind": "emergency"}, answer("referral", "medicatie"), False),
        ({"kind": "out_of_scope"}, answer("fallback", "buiten_bereik"), True),
        ({"kind": "out_of_scope"}, answer("fallback"), False),
    ],
)
def test_a_reply_is_right_by_kind_and_topics(
    expected: dict[str, Any], given: Answer, right: bool
) -> None:
    assert is_right(expected, given) is right
