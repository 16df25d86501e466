"""The JSON schema of requests and replies, and the OpenAPI description made of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_FOLDER = Path(__file__).with_name("schema")


@cache
def reply_schema() -> dict[str, Any]:
    """Return the schema of everything that the server sends."""
    return _read("reply.json")


@cache
def request_validator(name: str) -> Draft202012Validator:
    """Return the validator of a request's body, by its name under $defs."""
    return Draft202012Validator(
        {"$defs": _read("request.json")["$defs"], "$ref": f"#/$defs/{name}"}
    )


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI description of the routes, complete with both schemas."""
    shapes = {**_read("request.json")["$defs"], **reply_schema()["$defs"]}
    description = _read("openapi.json")
    description["components"]["schemas"] = shapes
    text = json.dumps(description).replace("#/$defs/", "#/components/schemas/")
    complete: dict[str, Any] = json.loads(text)
    return complete


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return content
