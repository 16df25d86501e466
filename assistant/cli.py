"""The ``assistant`` command: train, serve, check and ask."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.commands import channels, erase, export, handovers, outbox, report, retention
from assistant.handoff.settings import HandoverSettingsError, handover_settings
from assistant.knowledge.loader import Knowledge, claims_were_chosen, load
from assistant.knowledge.problems import KnowledgeError
from assistant.knowledge.store import shared_store
from assistant.mode import is_production
from assistant.runtime.secrets_from_files import read_secrets
from assistant.runtime.supervisor import Supervisor, check_workers, worker_command
from assistant.setting_error import SettingError
from assistant.setting_words import check_words
from assistant.storage.database import database_url
from assistant.storage.retention import RetentionError, retention_days

if TYPE_CHECKING:
    from assistant.runtime.engine import Answer

MODEL = Path("models/assistant.tar.gz")
CREDENTIALS = Path("credentials.yml")
DEFAULT_PORT = 5005
WRONG_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        read_secrets()
        check_words()
        return command(options)
    except KnowledgeError as error:
        return _fail(str(error))
    except SettingError as error:
        return _fail(str(error), WRONG_SETTING)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="assistant", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    check = commands.add_parser("check", help="check knowledge and generated files")
    check.set_defaults(command=_check)
    train = commands.add_parser("train", help="check, bring the domain up to date, train")
    train.add_argument("--force", action="store_true", help="train though nothing changed")
    train.set_defaults(command=_train)
    serve = commands.add_parser("serve", help="serve the trained model")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT") or DEFAULT_PORT))
    serve.add_argument("--interface", default="127.0.0.1")
    serve.add_argument(
        "--credentials", type=Path, default=CREDENTIALS, help="the file that names the channels"
    )
    serve.add_argument(
        "--workers", type=int, default=1, help="processes, on --port and the ports after it"
    )
    serve.set_defaults(command=_serve)
    ask = commands.add_parser("ask", help="ask one question, or chat in the terminal")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--json", action="store_true", help="JSON lines in, JSON lines out")
    ask.set_defaults(command=_ask)
    for command in (retention, erase, export, report, handovers, channels, outbox):
        command.add_to(commands)
    return parser


def _check(options: argparse.Namespace) -> int:
    from assistant.project_files import stale_files

    knowledge = load()
    stale = [str(path) for path in stale_files(knowledge, Path())]
    if stale:
        return _fail(f"{', '.join(stale)} out of date. Fix: run `assistant train`")
    _say(f"Knowledge is right: {len(knowledge.topics)} topics, claims: {knowledge.claims}.")
    return 0


def _train(options: argparse.Namespace) -> int:
    from assistant.project_files import write_generated_files

    for path in write_generated_files(shared_store().knowledge, Path()):
        _say(f"Brought up to date: {path}")
    quiet_logging()
    import rasa

    # Nearly all objects stay until the end, so looking for those that don't is in vain.
    gc.disable()
    result = rasa.train(
        domain="domain.yml",
        config="config.yml",
        training_files=["data"],
        output=str(MODEL.parent),
        fixed_model_name=MODEL.name,
        force_training=options.force,
    )
    if not result or result.code != 0 or not result.model:
        return _fail("Training failed; see the messages above.")
    MODEL.touch()
    _say(f"Trained: {result.model}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    if not _claims_may_be_served(shared_store().knowledge):
        return 2
    if not MODEL.exists():
        return _fail(f"{MODEL} is missing. Fix: run `assistant train`")
    try:
        retention_days()
        handover_settings()
    except (RetentionError, HandoverSettingsError) as error:
        return _fail(str(error), WRONG_SETTING)
    check_workers(
        options.workers,
        database_url=database_url(),
        redis_url=os.environ.get("ASSISTANT_REDIS"),
    )
    if options.workers > 1:
        ports = [options.port + number for number in range(options.workers)]
        return Supervisor(worker_command(options.interface, options.credentials), ports, _say).run()
    return _serve_here(options)


def _serve_here(options: argparse.Namespace) -> int:
    # Sanic turns deprecation warnings on again when it is imported.
    import sanic  # noqa: F401

    warnings.filterwarnings("ignore", category=DeprecationWarning)
    from assistant.runtime.deviations import unused_clients
    from assistant.runtime.deviations.replacement import UnknownRasa

    try:
        unused_clients.install()
        from assistant.runtime.server import StartError, serve
    except UnknownRasa as error:
        return _fail(str(error))
    try:
        serve(
            MODEL,
            interface=options.interface,
            port=options.port,
            credentials=options.credentials,
        )
    except UnknownRasa as error:
        return _fail(str(error))
    except StartError as error:
        return _fail(str(error), error.code)
    return 0


def _claims_may_be_served(knowledge: Knowledge) -> bool:
    if is_production() and not claims_were_chosen(knowledge):
        _fail(
            "Production needs a choice how far answers may go. Fix: set `claims: "
            "authorised` in knowledge/shop.yml (a shop that sells), or ASSISTANT_CLAIMS. "
            "README.md, 'How it stands legally', explains."
        )
        return False
    if knowledge.claims == "article":
        _say(
            "Demonstration: answers follow the article. A shop that sells must choose "
            "`claims: authorised` in knowledge/shop.yml."
        )
    return True


def _ask(options: argparse.Namespace) -> int:
    shared_store()
    if not MODEL.exists():
        return _fail(f"{MODEL} is missing. Fix: run `assistant train`")
    quiet_logging()
    return asyncio.run(_converse(options))


async def _converse(options: argparse.Namespace) -> int:
    from assistant.runtime.engine import Engine, EngineNotReady

    _say("Loading the model ...")
    try:
        engine = await Engine.load(MODEL)
    except EngineNotReady as error:
        return _fail(str(error))
    if options.json:
        for number, line in enumerate(sys.stdin, start=1):
            if not line.strip():
                continue
            question = _read_json_line(line)
            if question is None:
                _fail(f"line {number} is not {{'conversation': text, 'text': text}}")
                continue
            answer = await engine.ask(*question)
            print(json.dumps(asdict(answer), ensure_ascii=False), flush=True)  # noqa: T201
        return 0
    if options.question is not None:
        _print_answer(await engine.ask("ask", options.question))
        return 0
    _say("Type a question; an empty line ends.")
    last: Answer | None = None
    while text := _typed():
        last = await engine.ask("ask", _pressed(text, last))
        _print_answer(last)
    return 0


def _read_json_line(line: str) -> tuple[str, str] | None:
    try:
        content = json.loads(line)
        conversation, text = content["conversation"], content["text"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(conversation, str) or not isinstance(text, str):
        return None
    return conversation, text


def _typed() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _pressed(text: str, last: Answer | None) -> str:
    if last is None or not text.isdigit() or not last.messages:
        return text
    buttons = last.messages[-1]["buttons"]
    number = int(text)
    return str(buttons[number - 1]["payload"]) if 0 < number <= len(buttons) else text


def _print_answer(answer: Answer) -> None:
    for message in answer.messages:
        print(message["text"])  # noqa: T201
        for number, button in enumerate(message["buttons"], start=1):
            print(f"  {number}. {button['title']}")  # noqa: T201
        print()  # noqa: T201


def quiet_logging() -> None:
    """Log warnings only, or from ``LOG_LEVEL`` on, and never a message's text."""
    from assistant.runtime import logs

    logs.configure()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _fail(text: str, code: int = 1) -> int:
    _say(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
