from __future__ import annotations

import pytest

from assistant.report.scrub import scrub


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("mail me op jan.jansen@voorbeeld.nl aub", "jansen"),
        ("bel 06-12 34 56 78 of +32 478/12.34.56", "2"),
        ("bestelling 2023-4411 is weg", "4411"),
        ("stuur het naar Kerkstraat 12b", "Kerkstraat"),
        ("postcode 1234 AB", "AB"),
        ("mijn naam is Fatima Yilmaz", "Yilmaz"),
        ("ik heet joris en wacht nog", "joris"),
        ("groetjes anneke", "anneke"),
        ("zie https://voorbeeld.nl/mijn/bestelling", "voorbeeld"),
    ],
)
def test_what_tells_who_wrote_it_is_taken_out(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in scrub(text)


def test_the_question_itself_stays() -> None:
    assert scrub("waar blijft mijn pakje 123?") == "waar blijft mijn pakje … ?"
