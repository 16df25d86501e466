"""While Redis is away visitors get a line, and what they say of risks isn't forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from evaluation.production.servers import SHIPPED_CREDENTIALS, Assistant
from evaluation.production.services import Redis, running
from evaluation.production.visitors import ANSWER_SECONDS, NO_LIMITS, Findings, Visitor


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    service = Redis(tmp_path)
    with running(service):
        yield service


async def test_a_visitor_is_referred_at_once_and_ever_after(redis: Redis, tmp_path: Path) -> None:
    server = Assistant(
        tmp_path, credentials=SHIPPED_CREDENTIALS, ASSISTANT_REDIS=redis.url, **NO_LIMITS
    )
    with running(server):
        async with httpx.AsyncClient(timeout=10) as http:
            said = {}
            visitors = [Visitor(http, [server.url], Findings()) for _ in range(3)]

            async def say(visitor: Visitor, text: str) -> str:
                number = await visitor.send(text)
                return " ".join(await visitor.replies(number, ANSWER_SECONDS))

            for visitor in visitors:
                await visitor.begin()
            redis.kill()
            first = ("ik slik metoprolol", "ik heb pijn op de borst", "waar zit magnesium in?")
            for visitor, text in zip(visitors, first, strict=True):
                said[text] = await say(visitor, text)
            redis.start()
            doses = [await say(visitor, "hoeveel mag ik per dag?") for visitor in visitors]
    assert "Magnesium en medicijnen" in said[first[0]]
    assert "112" in said[first[1]]
    assert "Er ging iets mis" in said[first[2]]
    assert ["mg per dag" in dose for dose in doses] == [False, False, True]
    assert "medicijnen" in doses[0]
    assert "hart" in doses[1]
