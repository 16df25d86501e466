from __future__ import annotations

import pytest

from assistant.handoff.settings import HandoverSettingsError, Smtp, handover_settings

SECRET = "s" * 16
MAIL = {
    "ASSISTANT_HANDOVER_MAIL_FROM": "chat@example.nl",
    "ASSISTANT_HANDOVER_MAIL_TO": "team@example.nl",
}


def test_nothing_set_delivers_nowhere() -> None:
    assert handover_settings({}).kinds == ()


def test_a_mail_server_is_read_with_its_password() -> None:
    found = handover_settings({**MAIL, "ASSISTANT_HANDOVER_SMTP": "smtp://jan:p%40ss@mail.example"})
    assert found.kinds == ("handover_smtp",)
    assert found.live_kinds == ()
    assert found.smtp == Smtp(
        "mail.example", 587, False, "jan", "p@ss", "chat@example.nl", "team@example.nl"
    )
    implicit = {**MAIL, "ASSISTANT_HANDOVER_SMTP": "smtps://mail.example"}
    smtp = handover_settings(implicit).smtp
    assert smtp is not None
    assert (smtp.port, smtp.implicit_tls) == (465, True)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({**MAIL, "ASSISTANT_HANDOVER_SMTP": "mail.example"}, "ASSISTANT_HANDOVER_SMTP"),
        ({"ASSISTANT_HANDOVER_SMTP": "smtp://mail.example"}, "ASSISTANT_HANDOVER_MAIL_FROM"),
        ({**MAIL, "ASSISTANT_HANDOVER_SMTP": "smtp://a.example:mail"}, "ASSISTANT_HANDOVER_SMTP"),
        ({"ASSISTANT_HANDOVER_CA": "/nowhere.pem"}, "ASSISTANT_HANDOVER_CA"),
        ({"ASSISTANT_HANDOVER_CA": __file__}, "ASSISTANT_HANDOVER_CA"),
        ({"ASSISTANT_HANDOVER_WEBHOOK": "https://x.example"}, "ASSISTANT_HANDOVER_SECRET"),
        (
            {"ASSISTANT_HANDOVER_WEBHOOK": "http://x.example", "ASSISTANT_HANDOVER_SECRET": SECRET},
            "ASSISTANT_HANDOVER_WEBHOOK",
        ),
        ({"ASSISTANT_HANDOVER_SECRET": "short"}, "ASSISTANT_HANDOVER_SECRET"),
        ({"ASSISTANT_HANDOVER_CHATWOOT": "http://c.example"}, "ASSISTANT_HANDOVER_CHATWOOT"),
    ],
)  # fmt: skip
def test_wrong_settings_say_which_and_how_to_mend_it(
    environment: dict[str, str], named: str
) -> None:
    with pytest.raises(HandoverSettingsError, match=named) as error:
        handover_settings(environment)
    assert "Fix:" in str(error.value)
