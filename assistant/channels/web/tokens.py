"""Signed tokens that say which conversation is the visitor's."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import jwt

from assistant.mode import is_production
from assistant.setting_error import SettingError

KEY_VARIABLE = "ASSISTANT_TOKEN_KEY"
PREVIOUS_KEY_VARIABLE = "ASSISTANT_TOKEN_KEY_PREVIOUS"
DEVELOPMENT_KEY_FILE = Path("token.key")
MIN_KEY_CHARACTERS = 32
CONVERSATION_PREFIX = "web-"
_ALGORITHM = "HS256"
_AUDIENCE = "chat"
_RANDOM_BYTES = 16


def new_conversation() -> str:
    """Return the id of a new conversation: 128 random bits, which nobody guesses."""
    return f"{CONVERSATION_PREFIX}{secrets.token_hex(_RANDOM_BYTES)}"


def issue(conversation: str, *, expires_at: float) -> str:
    """Return a token for a conversation. ``expires_at``: seconds since 1970."""
    claims = {"sub": conversation, "aud": _AUDIENCE, "exp": int(expires_at)}
    return jwt.encode(claims, token_keys()[0], algorithm=_ALGORITHM)


def conversation_of(token: str) -> str | None:
    """Return whose token it is; None for one that is forged, expired or not ours."""
    for key in token_keys():
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                options={"require": ["sub", "aud", "exp"]},
            )
        except jwt.InvalidSignatureError:
            continue
        except (jwt.InvalidTokenError, UnicodeError):
            return None
        conversation = claims["sub"]
        return conversation if str(conversation).startswith(CONVERSATION_PREFIX) else None
    return None


@cache
def token_keys() -> tuple[str, ...]:
    """Return the key that signs and, while keys change, the previous one. Raises SettingError."""
    keys = [os.environ.get(name) or "" for name in (KEY_VARIABLE, PREVIOUS_KEY_VARIABLE)]
    if not keys[0]:
        if is_production():
            raise SettingError(
                f"{KEY_VARIABLE} is missing; it signs visitors' tokens. Fix: set it to a random "
                f"text, such as `openssl rand -hex 32` prints, the same in every process"
            )
        keys[0] = _development_key()
    keys = [key for key in keys if key]
    if any(len(key) < MIN_KEY_CHARACTERS for key in keys):
        raise SettingError(
            f"{KEY_VARIABLE} and {PREVIOUS_KEY_VARIABLE} need {MIN_KEY_CHARACTERS} characters or "
            "more. Fix: take what `openssl rand -hex 32` prints"
        )
    return tuple(keys)


def _development_key() -> str:
    # Made beside and linked into place, so that no other process reads half a key.
    descriptor, made = tempfile.mkstemp(dir=DEVELOPMENT_KEY_FILE.parent, prefix="token.key.")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        DEVELOPMENT_KEY_FILE.hardlink_to(made)
    Path(made).unlink()
    return DEVELOPMENT_KEY_FILE.read_text(encoding="ascii")
