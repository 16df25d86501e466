"""Visitors who ask for a person in the middle of load, and the mails that must come of it."""

from __future__ import annotations

import asyncio
import time
import uuid
from email import message_from_string
from email.message import Message

from assistant.delivery.smtp import KEY_HEADER
from evaluation.production.services import Smtp
from evaluation.production.visitors import ANSWER_SECONDS, Visitor

# What a visitor writes; the contact, another one for each request, stands for None.
FORM = ("ik wil een medewerker spreken", "Saskia", None, "Mijn pakje is beschadigd.", "nederland")
CONSENT = "Ja"
STORED = "bewaard voor een medewerker"
LOOK_SECONDS = 0.1


class Requests:
    """Requests of which visitors were told that they are stored, and the mailbox they go to."""

    def __init__(self, smtp: Smtp) -> None:
        """Take the mail server."""
        self._smtp = smtp
        self.stored: list[str] = []
        self.not_stored = 0

    async def ask(self, visitor: Visitor) -> None:
        """Have a visitor fill in the form."""
        contact = f"saskia-{uuid.uuid4().hex}@example.nl"
        for text in FORM:
            await visitor.replies(await visitor.send(text or contact), ANSWER_SECONDS)
        told = await visitor.replies(await visitor.send(CONSENT), ANSWER_SECONDS)
        if STORED in " ".join(told):
            self.stored.append(contact)
        else:
            self.not_stored += 1

    async def one_more(self) -> None:
        """Wait until another request was stored."""
        number = len(self.stored)
        while len(self.stored) == number:
            await asyncio.sleep(LOOK_SECONDS)

    async def arrived(self, seconds: float) -> bool:
        """Wait for the mails of all requests that are stored by now."""
        wanted = set(self.stored)
        until = time.monotonic() + seconds
        while missing := wanted - {str(mail["Reply-To"]) for mail in await self._mails()}:
            if time.monotonic() > until:
                break
            await asyncio.sleep(LOOK_SECONDS)
        return not missing

    async def problems(self) -> list[str]:
        """Return what must not happen; a mail may come twice if its receiver can tell."""
        found: dict[str, set[tuple[str, str]]] = {contact: set() for contact in self.stored}
        for mail in await self._mails():
            keys = (str(mail["Message-ID"]), str(mail[KEY_HEADER]))
            found.setdefault(str(mail["Reply-To"]), set()).add(keys)
        wrong = {
            "requests for a person lost": sum(not keys for keys in found.values()),
            "requests mailed under two keys": sum(len(keys) > 1 for keys in found.values()),
            "requests that couldn't be stored": self.not_stored,
        }
        return [f"{number} {what}" for what, number in wrong.items() if number]

    async def repeated(self) -> int:
        """Return how many mails came again, under the same key."""
        stored = set(self.stored)
        ours = [mail for mail in await self._mails() if str(mail["Reply-To"]) in stored]
        return len(ours) - len({str(mail["Message-ID"]) for mail in ours})

    async def _mails(self) -> list[Message]:
        return [message_from_string(mail) for mail in await asyncio.to_thread(self._smtp.mails)]
