"""Reads the e-mail address or telephone number at which a customer can be reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberMatcher

_MIN_PHONE_DIGITS = 6


class ContactKind(str, Enum):
    """What sort of address it is."""

    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Contact:
    """An address as it is stored: an e-mail address, or a number like +31612345678.

    A number without country code stays as typed while ``countries``, in which it could be,
    are several.
    """

    kind: ContactKind
    value: str
    countries: tuple[str, ...] = ()


class NotAContact(ValueError):
    """A message holds something like an address that is wrong; ``kind`` says of which sort."""

    def __init__(self, kind: ContactKind) -> None:
        """Take what it looks like."""
        super().__init__(kind.value)
        self.kind = kind


def find_contact(text: str, countries: Sequence[str]) -> Contact | None:
    """Return the address in a message, None if there is nothing like it.

    ``countries`` are those (``NL``, ``BE``) in which a number without country code may be. Raises
    NotAContact for an address that can't be right.
    """
    for word in text.split():
        if "@" in word:
            return Contact(ContactKind.EMAIL, _email(word.strip("<>()[],;:!?\"'").rstrip(".")))
    if sum(character.isdigit() for character in text) < _MIN_PHONE_DIGITS:
        return None
    found = {country: _phone(text, country) for country in countries}
    numbers = {number for number in found.values() if number}
    if not numbers:
        raise NotAContact(ContactKind.PHONE)
    possible = tuple(country for country, number in found.items() if number)
    if len(numbers) == 1:
        return Contact(ContactKind.PHONE, numbers.pop(), possible)
    return Contact(ContactKind.PHONE, _as_typed(text, possible[0]), possible)


def _email(word: str) -> str:
    try:
        # Whether the domain takes mail isn't asked: the network may be away.
        return validate_email(word, check_deliverability=False).normalized
    except EmailNotValidError:
        raise NotAContact(ContactKind.EMAIL) from None


def _phone(text: str, country: str) -> str | None:
    for match in PhoneNumberMatcher(text, country):
        return phonenumbers.format_number(match.number, PhoneNumberFormat.E164)
    try:
        # "zes twaalf ..." aside, people write spaces and dots where the matcher expects none.
        digits = "".join(character for character in text if character.isdigit() or character == "+")
        number = phonenumbers.parse(digits, country)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _as_typed(text: str, country: str) -> str:
    number = phonenumbers.parse(_phone(text, country) or "", None)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
