from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from assistant.channels.messengers import http
from assistant.channels.messengers.http import Answer, Client
from assistant.channels.messengers.platform import raise_for
from assistant.outbox import GiveUp, TryLater

NOTHING: frozenset[str] = frozenset()


async def answered(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> Answer:
    app = web.Application()
    app.router.add_post("/", handler)
    client = Client()
    async with TestServer(app) as server:
        try:
            return await client.request("POST", str(server.make_url("/")), json={})
        finally:
            await client.close()


@pytest.mark.parametrize(
    ("header", "expected"), [("7", 7.0), ("-3", 0.0), ("soon", None), ("", None)]
)
async def test_retry_after_in_seconds(header: str, expected: float | None) -> None:
    async def busy(request: web.Request) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": header})

    assert (await answered(busy)).retry_after == expected


async def test_retry_after_as_a_date_and_in_telegrams_answer() -> None:
    async def dated(request: web.Request) -> web.Response:
        return web.Response(status=503, headers={"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"})

    async def telegram(request: web.Request) -> web.Response:
        return web.json_response({"ok": False, "parameters": {"retry_after": 9}}, status=429)

    assert (await answered(dated)).retry_after > 1e6
    assert (await answered(telegram)).retry_after == 9


@pytest.mark.parametrize("body", ["", "no json", "[]", "null"])
async def test_an_answer_of_another_shape_is_empty(body: str) -> None:
    async def odd(request: web.Request) -> web.Response:
        return web.Response(text=body)

    assert (await answered(odd)).content == {}


async def test_no_answer_is_tried_later_without_a_secret_in_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "TOTAL_SECONDS", 0.2)
    client = Client()
    for url in ("http://127.0.0.1:9/bot123:secret/x", "http://[bad/secret"):
        with pytest.raises(TryLater) as caught:
            await client.request("POST", url)
        assert "secret" not in str(caught.value)
        assert caught.value.__cause__ is None
    await client.close()


async def test_a_messenger_that_never_answers_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import asyncio

    monkeypatch.setattr(http, "TOTAL_SECONDS", 0.2)

    async def hang(request: web.Request) -> web.Response:
        await asyncio.sleep(2)
        return web.Response()

    with pytest.raises(TryLater):
        await answered(hang)


@pytest.mark.parametrize("status", [401, 404, 408, 429, 500, 502, 503])
def test_what_may_pass_is_tried_later(status: int) -> None:
    with pytest.raises(TryLater) as caught:
        raise_for(Answer(status, {}, 5.0), "", NOTHING, NOTHING)
    assert caught.value.retry_after == 5.0


@pytest.mark.parametrize("status", [400, 403, 410])
def test_what_cannot_pass_is_given_up(status: int) -> None:
    with pytest.raises(GiveUp):
        raise_for(Answer(status, {}, None), "", NOTHING, NOTHING)


def test_a_code_counts_more_than_a_status() -> None:
    with pytest.raises(TryLater):
        raise_for(Answer(400, {}, None), "4", frozenset({"4"}), NOTHING)
    with pytest.raises(GiveUp):
        raise_for(Answer(500, {}, None), "131047", NOTHING, frozenset({"131047"}))
    raise_for(Answer(200, {}, None), "", NOTHING, NOTHING)
