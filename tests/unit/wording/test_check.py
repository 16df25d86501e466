from __future__ import annotations

from assistant.knowledge.loader import Knowledge
from assistant.safety.normalise import normalise
from assistant.topics import RISK_KINDS
from assistant.wording.check import check_replies, check_written
from assistant.wording.rendered import rendered_replies
from assistant.wording.written import _NEVER_SAID, written_texts


def test_the_shipped_texts_keep_every_rule(knowledge: Knowledge) -> None:
    assert list(check_written(knowledge)) == []
    assert list(check_replies(knowledge)) == []


def test_every_file_with_something_to_say_is_read(knowledge: Knowledge) -> None:
    files = {written.file for written in written_texts(knowledge)}
    assert files == {
        "magnesium.yml", "shop.yml", "safety.yml", "talk.yml", "medicines.yml", "web.yml",
        "messengers.yml", "handover.yml",
    }  # fmt: skip


def test_what_is_never_said_is_a_field_that_exists() -> None:
    for model, names in _NEVER_SAID.items():
        assert names <= set(model.__fields__), model


def test_every_written_answer_is_also_read_as_it_is_said(knowledge: Knowledge) -> None:
    said = {rendered.path for rendered in rendered_replies(knowledge)}
    ends = ("answer", "answer_short", "answer_authorised")
    for written in written_texts(knowledge):
        if written.path[-1] in ends or "variants" in written.path:
            assert written.path in said


def test_harmless_answers_are_read_after_every_risk(knowledge: Knowledge) -> None:
    reminded = [item.reply.text for item in rendered_replies(knowledge) if item.after_risk]
    for kind in RISK_KINDS:
        name = knowledge.safety.risk_names[kind]
        assert any(f"U schreef eerder over {name}." in text for text in reminded)


def test_every_allowed_phrase_is_in_use(knowledge: Knowledge) -> None:
    texts = [normalise(written.text) for written in written_texts(knowledge)]
    for allowed in knowledge.claim_rules.allowed:
        phrase = normalise(allowed.phrase)
        assert any(phrase in text for text in texts), allowed.phrase
