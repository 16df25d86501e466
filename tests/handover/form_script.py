"""What a customer typically answers in the hand-over form."""

from __future__ import annotations

ANSWERS = {
    "name": "Saskia",
    "contact": "saskia@example.nl",
    "question": "Mijn pakje is beschadigd aangekomen, wat nu?",
    "country": "nederland",
}
IN_ORDER = tuple(ANSWERS.values())
