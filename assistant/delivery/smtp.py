"""Sends a request for a person as an e-mail."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate

from email_validator import EmailNotValidError, validate_email

from assistant.brain import brain
from assistant.delivery.stored import stored_request
from assistant.handoff.request import HandoverRequest, subject, summary
from assistant.handoff.settings import HandoverSettings, Smtp
from assistant.outbox.delivery import Away, GiveUp, TryLater
from assistant.storage.outbox import Item

TIMEOUT_SECONDS = 15.0
# A receiver that gets the same request twice knows it by this.
KEY_HEADER = "X-Idempotency-Key"


class SmtpDelivery:
    """Delivers to one mailbox, over TLS with a certificate that is checked."""

    def __init__(self, settings: HandoverSettings, smtp: Smtp) -> None:
        """Take where to send."""
        self._smtp = smtp
        self._tls = ssl.create_default_context()
        if settings.authority:
            self._tls.load_verify_locations(settings.authority)

    async def deliver(self, item: Item) -> None:
        """Send the request of an outbox item; returns once the server has accepted it.

        Raises TryLater, or GiveUp when the server will never take it.
        """
        request = await stored_request(item)
        if request is not None:
            await asyncio.to_thread(self._send, self._mail(request, item.idempotency_key))

    def _mail(self, request: HandoverRequest, key: str) -> EmailMessage:
        knowledge = brain().composer.knowledge
        mail = EmailMessage()
        mail["Subject"] = subject(request, knowledge)
        mail["From"], mail["To"] = self._smtp.sender, self._smtp.recipient
        mail["Date"] = formatdate()
        domain = self._smtp.sender.rpartition("@")[2]
        mail["Message-ID"] = f"<{request.id}@{domain}>"
        mail[KEY_HEADER] = key
        if _is_email(request.contact):
            mail["Reply-To"] = request.contact
        mail.set_content(summary(request, knowledge))
        return mail

    def _send(self, mail: EmailMessage) -> None:
        try:
            with self._connect() as server:
                if self._smtp.user:
                    server.login(self._smtp.user, self._smtp.password)
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refusal:
            codes = [code for code, _ in refusal.recipients.values()]
            if all(code >= 500 for code in codes):
                raise GiveUp(f"the mail server refuses the recipient ({max(codes)})") from None
            raise TryLater(reason=f"the mail server says {max(codes)}") from None
        except smtplib.SMTPResponseException as answer:
            # Refused logins and the like are mended by the operator, so the mail waits.
            raise TryLater(reason=f"the mail server says {answer.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(reason=type(error).__name__) from None

    def _connect(self) -> smtplib.SMTP:
        try:
            return self._open()
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise Away(type(error).__name__) from None

    def _open(self) -> smtplib.SMTP:
        host, port = self._smtp.host, self._smtp.port
        if self._smtp.implicit_tls:
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=self._tls)
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
        try:
            server.starttls(context=self._tls)
        except BaseException:
            server.close()
            raise
        return server


def _is_email(contact: str) -> bool:
    try:
        validate_email(contact, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
