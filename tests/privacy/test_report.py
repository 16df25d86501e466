from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from assistant.cli import main
from assistant.replies.reply import Kind
from assistant.report import counting
from assistant.report.counting import count_new
from assistant.report.figures import Figures, figures
from assistant.storage.erasure import erase
from assistant.storage.web_feedback import give_feedback
from tests.privacy.conversations import DAY, NOW, Said, store

FALLBACK = (Kind.FALLBACK,)


def counted(engine: Engine, now: float = NOW) -> Figures:
    count_new(engine, now=now)
    with engine.connect() as connection:
        return figures(connection, days=30, now=now)


async def test_figures_count_each_turn_once_and_each_conversation_once_a_day(
    engine: Engine,
) -> None:
    await store(
        Said("a", "kramp", (Kind.ANSWER, Kind.ANSWER), ("spierkrampen",)),
        Said("a", "ik ben zwanger", (Kind.REFERRAL,), ("zwangerschap",)),
        Said("b", "geen adem", (Kind.EMERGENCY,)),
        Said("b", "mens graag", (Kind.HANDOVER,), at=NOW - 2 * DAY),
    )
    found = counted(engine)
    assert found.topics == (("spierkrampen", 1),)
    assert (found.conversations, found.questions) == (3, 4)
    assert (found.referrals, found.emergencies, found.handovers) == (1, 1, 1)
    assert len(found.by_day) == 30


async def test_counting_goes_on_where_it_stopped(engine: Engine) -> None:
    await store(Said("a", "kramp", topics=("spierkrampen",)))
    assert counted(engine).questions == 1
    assert counted(engine).questions == 1
    await store(Said("b", "kramp", topics=("spierkrampen",)))
    again = counted(engine)
    assert (again.questions, again.topics) == (2, (("spierkrampen", 2),))


async def test_a_turn_that_is_cut_by_a_page_is_counted_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "PAGE_EVENTS", 2)
    kinds = (Kind.ANSWER, Kind.REFERRAL, Kind.REFERRAL)
    await store(Said("a", "kramp en zwanger", kinds, ("spierkrampen",)))
    found = counted(engine)
    assert (found.questions, found.referrals) == (1, 1)
    assert found.topics == (("spierkrampen", 1),)


async def test_what_is_still_being_stored_waits(engine: Engine) -> None:
    await store(Said("a", "kramp", at=NOW - 1))
    assert counted(engine).questions == 0
    assert counted(engine, NOW + 120).questions == 1


async def test_a_phrase_is_shown_only_if_five_conversations_share_it(engine: Engine) -> None:
    await store(*(Said(f"c{n}", f"Waar blijft pakje {n}?", FALLBACK) for n in range(5)))
    await store(*(Said(f"d{n}", "geheim product", FALLBACK) for n in range(4)))
    await store(*(Said("e", "steeds dezelfde", FALLBACK) for _ in range(6)))
    found = counted(engine).unanswered
    assert found.phrases == (("waar blijft pakje …", 5),)
    assert found.others == 10


async def test_counts_outlive_a_conversation_but_its_words_do_not(engine: Engine) -> None:
    await store(*(Said(f"c{n}", "waar blijft mijn pakje", FALLBACK) for n in range(5)))
    assert counted(engine).unanswered.phrases
    with engine.begin() as connection:
        erase(connection, "c0")
    found = counted(engine)
    assert found.fallbacks == 5
    assert found.unanswered.phrases == ()


async def test_thumbs_are_counted(engine: Engine) -> None:
    thumbs = [("up", NOW), ("up", NOW), ("down", 0.0)]
    with engine.begin() as connection:
        for number, (value, at) in enumerate(thumbs):
            give_feedback(connection, "web-a", number, value, "", now=at)
    found = counted(engine)
    assert (found.thumbs_up, found.thumbs_down) == (2, 0)


async def test_the_page_is_dutch_and_loads_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time", lambda: NOW)
    await store(
        *(Said(f"c{n}", "<b>waar blijft het</b>", FALLBACK) for n in range(5)),
        Said("x", "kramp", topics=("spierkrampen",)),
    )
    output = tmp_path / "report.html"
    assert main(["report", "--output", str(output)]) == 0
    html = output.read_text(encoding="utf-8")
    assert 'lang="nl"' in html
    assert "<svg" in html
    assert "waar blijft het" in html
    assert "<b>" not in html
    assert "gepseudonimiseerd" in html
    assert not any(part in html for part in ("http://", "https://", "<script", " src="))
