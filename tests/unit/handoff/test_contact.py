from __future__ import annotations

import pytest

from assistant.handoff.contact import Contact, ContactKind, NotAContact, find_contact

BOTH = ("NL", "BE")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("piet@voorbeeld.nl", "piet@voorbeeld.nl"),
        ("mijn mail is Piet.Jansen@Voorbeeld.NL.", "Piet.Jansen@voorbeeld.nl"),
        ("<an@example.be>", "an@example.be"),
        ("06-12345678", "+31612345678"),
        ("bel me op 06 12 34 56 78", "+31612345678"),
        ("+32 471 12 34 56", "+32471123456"),
        ("0032 471 12 34 56", "+32471123456"),
        ("016 22 33 44", "+3216223344"),
    ],
)
def test_addresses_are_found_and_written_in_one_way(text: str, value: str) -> None:
    found = find_contact(text, BOTH)
    assert found is not None
    assert found.value == value


def test_a_number_of_two_countries_waits_for_the_country() -> None:
    found = find_contact("0475123456", BOTH)
    assert found == Contact(ContactKind.PHONE, "0475 123 456", BOTH) or (
        found is not None and found.countries == BOTH and not found.value.startswith("+")
    )
    for country, number in (("NL", "+31475123456"), ("BE", "+32475123456")):
        known = find_contact(found.value, [country])
        assert known is not None
        assert known.value == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("piet@voorbeeld", ContactKind.EMAIL),
        ("piet@", ContactKind.EMAIL),
        ("piet@voor beeld.nl", ContactKind.EMAIL),
        ("0612345", ContactKind.PHONE),
        ("00000000000000", ContactKind.PHONE),
    ],
)
def test_what_cannot_be_right_is_refused(text: str, kind: ContactKind) -> None:
    with pytest.raises(NotAContact) as refused:
        find_contact(text, BOTH)
    assert refused.value.kind is kind


@pytest.mark.parametrize("text", ["geen idee", "ik woon op nummer 12", ""])
def test_anything_else_is_no_address(text: str) -> None:
    assert find_contact(text, BOTH) is None
