"""Names conversations so that nobody who reads a name learns whose it is."""

from __future__ import annotations

import hashlib
import hmac

DIGITS = 32


def conversation_id(channel: str, user: str, key: str) -> str:
    """Return the id of a customer's conversation: the channel and a keyed hash of the user's id."""
    return f"{channel}-{_hashed(f'{channel} {user}', key)}"


def hidden_message_id(channel: str, message_id: str, key: str) -> str:
    """Return a message's id for our tables: WhatsApp's own ids hold the telephone number."""
    return _hashed(f"{channel} message {message_id}", key)


def _hashed(text: str, key: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:DIGITS]
