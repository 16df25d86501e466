from __future__ import annotations

import pytest

from assistant.understanding.clauses import asks_something, split_clauses


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Helpt het tegen kramp?", ["Helpt het tegen kramp?"]),
        (
            "helpt het tegen kramp en hoeveel moet ik nemen?",
            ["helpt het tegen kramp", "hoeveel moet ik nemen?"],
        ),
        (
            "moe, kramp en duizelig, kan dat door een tekort",
            ["moe, kramp en duizelig", "kan dat door een tekort"],
        ),
        ("Goed voor botten? En voor het hart?", ["Goed voor botten?", "En voor het hart?"]),
        (
            "ge kunt da nemen tegen zeer in uw botten, en voor wa dient da nog",
            ["ge kunt da nemen tegen zeer in uw botten", "voor wa dient da nog"],
        ),
        (
            "ik vraag mij af of noten genoeg zijn en of je er dik van wordt",
            ["ik vraag mij af of noten genoeg zijn", "of je er dik van wordt"],
        ),
        (
            "is een potje nodig als ik vis eet en zo ja, welk merk",
            ["is een potje nodig als ik vis eet", "welk merk"],
        ),
        ("", [""]),
    ],
)
def test_clauses(text: str, clauses: list[str]) -> None:
    assert split_clauses(text) == clauses


def test_a_question_is_told_from_a_statement() -> None:
    assert asks_something("hoeveel moet ik nemen")
    assert asks_something("en in welke voeding zit het")
    assert asks_something("goed voor botten?")
    assert not asks_something("ik ben al weken moe")
