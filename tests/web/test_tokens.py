"""Nobody reads, writes, streams or deletes a conversation without its own valid token."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from assistant.channels.web import tokens
from assistant.channels.web.tokens import (
    KEY_VARIABLE,
    PREVIOUS_KEY_VARIABLE,
    conversation_of,
    issue,
    new_conversation,
    token_keys,
)
from assistant.mode import MODE_VARIABLE
from assistant.setting_error import SettingError
from tests.e2e.conftest import Server
from tests.web.visitor import Visitor

FOODS = "waar zit veel magnesium in?"
KEY, OTHER_KEY = "k" * 40, "o" * 40
ROUTES: list[tuple[str, str, dict[str, Any] | None]] = [
    ("POST", "/message", {"id": "x1", "text": FOODS}),
    ("GET", "/events", None),
    ("GET", "/history", None),
    ("GET", "/export", None),
    ("DELETE", "/conversation", None),
    ("POST", "/feedback", {"event": 2, "thumb": "up"}),
]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Settings that a test changes; the keys are read again."""
    for name in (KEY_VARIABLE, PREVIOUS_KEY_VARIABLE, MODE_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    token_keys.cache_clear()
    yield monkeypatch
    token_keys.cache_clear()


def use(patch: pytest.MonkeyPatch, key: str, previous: str = "") -> None:
    patch.setenv(KEY_VARIABLE, key)
    patch.setenv(PREVIOUS_KEY_VARIABLE, previous)
    token_keys.cache_clear()


def call(visitor: Visitor, method: str, path: str, body: Any, token: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return visitor.http.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_token_reaches_its_own_conversation_only(
    visitor: Visitor, web_server: Server, method: str, path: str, body: Any
) -> None:
    secret = "mijn zeldzame vraag over kramp"
    visitor.ask(text=secret)
    before = visitor.history()
    stranger = Visitor(web_server.port)
    response = call(visitor, method, path, body, stranger.token)
    assert secret not in response.text
    assert visitor.history() == before
    assert visitor.get("/export").json()["stored"]["web_feedback"] == []


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
@pytest.mark.parametrize(
    "wrong", ["", "x", "a.b.c", "é", "none", "forged", "expired", "audience", "deleted", "guessed"]
)
def test_a_wrong_token_is_refused(
    visitor: Visitor, web_server: Server, wrong: str, method: str, path: str, body: Any
) -> None:
    claims = jwt.decode(visitor.token, options={"verify_signature": False})
    key = (web_server.folder / "token.key").read_text()
    made = {
        "none": lambda: jwt.encode(claims, "", algorithm="none"),
        "forged": lambda: jwt.encode(claims, OTHER_KEY, algorithm="HS256"),
        "expired": lambda: jwt.encode({**claims, "exp": time.time() - 5}, key, algorithm="HS256"),
        "audience": lambda: jwt.encode({**claims, "aud": "x"}, key, algorithm="HS256"),
        "guessed": lambda: jwt.encode({**claims, "sub": "web-" + "0" * 32}, key, algorithm="HS256"),
        "deleted": lambda: deleted(web_server),
    }
    token = made[wrong]() if wrong in made else wrong
    headers = {"Authorization": f"Bearer {token}".strip().encode()}
    response = visitor.http.request(method, path, json=body, headers=headers)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "unauthorized"
    assert visitor.get("/history").status_code == 200


def deleted(server: Server) -> str:
    gone = Visitor(server.port)
    gone.http.delete("/conversation", headers=gone.headers)
    return gone.token


def test_ids_are_random_and_long(keys: pytest.MonkeyPatch) -> None:
    ids = {new_conversation() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(each) == len("web-") + 32 for each in ids)


def test_a_token_names_its_conversation_until_it_expires(keys: pytest.MonkeyPatch) -> None:
    use(keys, KEY)
    assert conversation_of(issue("web-a", expires_at=time.time() + 60)) == "web-a"
    assert conversation_of(issue("web-a", expires_at=time.time() - 60)) is None
    assert conversation_of(issue("whatsapp-a", expires_at=time.time() + 60)) is None


def test_keys_change_without_ending_conversations(keys: pytest.MonkeyPatch) -> None:
    use(keys, KEY)
    old = issue("web-a", expires_at=time.time() + 60)
    use(keys, OTHER_KEY, previous=KEY)
    new = issue("web-a", expires_at=time.time() + 60)
    assert conversation_of(old) == conversation_of(new) == "web-a"
    use(keys, OTHER_KEY)
    assert conversation_of(old) is None
    assert conversation_of(new) == "web-a"


def test_a_development_key_is_made_once_for_the_owner_only(keys: pytest.MonkeyPatch) -> None:
    first = token_keys()
    token_keys.cache_clear()
    assert token_keys() == first
    mode = tokens.DEVELOPMENT_KEY_FILE.stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in Path().iterdir()] == ["token.key"]


def test_production_needs_a_key_of_its_own(keys: pytest.MonkeyPatch) -> None:
    token_keys()
    keys.setenv(MODE_VARIABLE, "production")
    token_keys.cache_clear()
    with pytest.raises(SettingError, match=KEY_VARIABLE):
        token_keys()
    use(keys, "short")
    with pytest.raises(SettingError, match="32 characters"):
        token_keys()
