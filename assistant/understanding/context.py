"""What was said just before: enough to understand half a question."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Context:
    """``focus`` are the topics of the last answer or referral, ``buttons`` the topics that
    the last reply offered; ``person_offered`` tells that it asked whether a person should help.
    ``risks`` are the risk kinds of the conversation, ``last_risks`` those that the last message
    about risks mentioned; ``risk_asked`` tells that the last reply asked whether they still hold.
    """

    focus: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    person_offered: bool = False
    asked_back: bool = False
    risks: tuple[str, ...] = ()
    last_risks: tuple[str, ...] = ()
    risk_asked: bool = False
