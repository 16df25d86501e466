"""``assistant channels``: tells how the messengers are set up, and sets their webhooks."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.channels.messengers.platform import Check, Platform
    from assistant.channels.messengers.settings import Configuration, Setting

CHANNELS = ("whatsapp", "twilio", "messenger", "telegram")


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("channels", help="check messengers, or set their webhooks")
    actions = parser.add_subparsers(required=True, metavar="action")
    check = actions.add_parser("check", help="say what is configured, missing or wrong")
    check.add_argument("channel", nargs="*", help=f"of {', '.join(CHANNELS)}; all if none")
    check.add_argument("--offline", action="store_true", help="don't ask the messengers")
    check.set_defaults(command=run_check)
    register = actions.add_parser("register", help="tell the messengers where the webhook is")
    register.add_argument("channel", nargs="*", help=f"of {', '.join(CHANNELS)}; all if none")
    register.set_defaults(command=run_register)


def run_check(options: argparse.Namespace) -> int:
    """Say for each messenger how it stands; 1 when one that was chosen isn't right."""

    async def look(platform: Platform) -> list[Check]:
        return [] if options.offline else await platform.check()

    return _for_each(options.channel, look, registering=False)


def run_register(options: argparse.Namespace) -> int:
    """Set the webhook of each messenger that is configured; 1 when one refuses."""

    async def register(platform: Platform) -> list[Check]:
        return await platform.register()

    return _for_each(options.channel, register, registering=True)


def _for_each(
    names: list[str], work: Callable[[Platform], Awaitable[list[Check]]], *, registering: bool
) -> int:
    unknown = sorted(set(names) - set(CHANNELS))
    if unknown:
        sys.stderr.write(f"Unknown channel {unknown[0]}. Fix: use {', '.join(CHANNELS)}\n")
        return 2
    right = [
        asyncio.run(_one(name, work, registering=registering, named=name in names))
        for name in names or CHANNELS
    ]
    return 0 if all(right) else 1


async def _one(
    name: str,
    work: Callable[[Platform], Awaitable[list[Check]]],
    *,
    registering: bool,
    named: bool,
) -> bool:
    from assistant.channels.messengers.http import Client
    from assistant.channels.messengers.platforms import PLATFORMS
    from assistant.channels.messengers.settings import read_configuration
    from assistant.outbox import TryLater

    platform_class = PLATFORMS[name]
    configuration = read_configuration(platform_class.settings)
    if not configuration.chosen:
        needed = ", ".join(setting.name for setting in configuration.missing)
        sys.stderr.write(f"{name}: not configured, its webhook is closed. It needs {needed}\n")
        return not named
    if not _settings_are_right(name, configuration, registering):
        return False
    client = Client()
    try:
        checks = await work(platform_class(configuration, client))
    except TryLater as error:
        sys.stderr.write(
            f"{name}: no answer from the messenger's server ({error}). "
            "Fix: try again later; this machine must be able to reach it\n"
        )
        return False
    finally:
        await client.close()
    for check in checks:
        told = "ok" if check.ok else f"failed. Fix: {check.fix}"
        sys.stderr.write(f"{name}: {check.what}: {told}\n")
    if not all(check.ok for check in checks):
        return False
    sys.stderr.write(f"{name}: configured\n")
    return True


def _settings_are_right(name: str, configuration: Configuration, registering: bool) -> bool:
    for setting in configuration.missing:
        sys.stderr.write(f"{name}: missing{_named(setting)}\n")
    for setting in configuration.wrong:
        sys.stderr.write(f"{name}: wrong{_named(setting)}\n")
    broken = (*configuration.missing, *configuration.wrong)
    return not [setting for setting in broken if registering or not setting.registering]


def _named(setting: Setting) -> str:
    only = ", for `assistant channels register` only" if setting.registering else ""
    return f" {setting.name}: {setting.meaning}{only}"
