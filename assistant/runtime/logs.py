"""Logs as JSON lines with a request id, and without anything of a customer.

Our own lines say what happened and name error types. What others write (Rasa, libraries) may quote
messages and conversation ids, so once the server answers, their lines keep the place in the code
and the error's type, not the text.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
import uuid
from contextvars import ContextVar
from datetime import datetime, timezone

import structlog
from rasa.utils.common import configure_logging_and_warnings

LEVEL_VARIABLE = "LOG_LEVEL"
FORMAT_VARIABLE = "ASSISTANT_LOGS"
JSON = "json"
# Their lines are written by this project, with care for what they may say.
OURS = ("assistant", "actions")
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

# The request that is answered, "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id(given: str | None) -> str:
    """Return the id that a proxy gave, if it looks like one, else a new one."""
    return given if given and REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


class Discretion:
    """Whether others' lines may still be written as they are: until the first message."""

    def __init__(self) -> None:
        """Begin without: nobody has said anything yet."""
        self.is_on = False


discretion = Discretion()


def describe(record: logging.LogRecord) -> dict[str, str]:
    """Return a line's fields as text."""
    fields = {
        "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(
            timespec="milliseconds"
        ),
        "level": record.levelname,
        "logger": record.name,
    }
    if current := request_id.get():
        fields["request"] = current
    is_ours = record.name.partition(".")[0] in OURS
    if is_ours or not discretion.is_on:
        fields["message"] = record.getMessage()
    else:
        fields["message"] = f"in {record.funcName}, line {record.lineno}"
    if record.exc_info and record.exc_info[0]:
        fields["error"] = record.exc_info[0].__name__
        last = traceback.extract_tb(record.exc_info[2])[-5:]
        fields["at"] = " < ".join(f"{at.name}:{at.lineno}" for at in reversed(last))
    return fields


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(describe(record), ensure_ascii=False)


class PlainLines(logging.Formatter):
    """The same for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields = describe(record)
        fields.pop("time")
        line = f"{fields.pop('level')} {fields.pop('logger')}: {fields.pop('message')}"
        return " ".join([line, *(f"[{name} {value}]" for name, value in fields.items())])


def configure() -> None:
    """Write lines to standard error, from the level that ``LOG_LEVEL`` names (warning) on."""
    level = getattr(logging, os.environ.get(LEVEL_VARIABLE, "WARNING").upper(), logging.WARNING)
    configure_logging_and_warnings(level)
    wants_json = os.environ.get(FORMAT_VARIABLE, "").lower() == JSON
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if wants_json else PlainLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    # Warnings become lines, too, instead of text of their own on standard error.
    logging.captureWarnings(True)
    # Rasa writes what it knows of messages through structlog; only the event's name is kept.
    structlog.configure(
        processors=[lambda logger, method, event: str(event.get("event", ""))],
        wrapper_class=structlog.make_filtering_bound_logger(max(level, logging.INFO)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Else each of Rasa's lines for debugging looks for its logger anew, to write nothing.
        cache_logger_on_first_use=True,
    )
