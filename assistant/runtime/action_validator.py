"""Checks the result of a custom action with a validator that is built once.

Stock Rasa 3.6.21 has jsonschema check the constant schema itself again for every action:
more than everything else in a message takes. The same validator class, schema and errors
are used here; only the repeated check of the schema is gone. ``ASSISTANT_STOCK_VALIDATOR=1``
switches it off.
"""

from __future__ import annotations

import hashlib
import inspect
import os
from functools import lru_cache
from typing import Any

import rasa
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

WRITTEN_FOR_RASA = "3.6.21"
WRITTEN_FOR_SOURCE = "f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42"
SWITCH = "ASSISTANT_STOCK_VALIDATOR"


class UnknownRasa(RuntimeError):
    """This Rasa isn't the one that the replaced function was read in."""


def install() -> None:
    """Replace ``RemoteAction._validate_action_result`` in this process.

    Raises UnknownRasa when Rasa's version or the function's source is another one.
    """
    if os.environ.get(SWITCH) or RemoteAction._validate_action_result is _validate:
        return
    source = inspect.getsource(RemoteAction._validate_action_result)
    if (rasa.__version__, source_hash(source)) != (WRITTEN_FOR_RASA, WRITTEN_FOR_SOURCE):
        raise UnknownRasa(
            f"assistant/runtime/action_validator.py was written for Rasa {WRITTEN_FOR_RASA}; "
            f"read it again for {rasa.__version__}, or set {SWITCH}=1"
        )
    RemoteAction._validate_action_result = _validate


def source_hash(source: str) -> str:
    """Return the SHA-256 of a function's source text."""
    return hashlib.sha256(source.encode()).hexdigest()


def _validate(self: RemoteAction, result: dict[str, Any]) -> bool:
    error = best_match(_validator().iter_errors(result))
    if error is not None:
        error.message += ". Failed to validate the result of a custom action."
        raise error
    return True


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    return validator_class(schema)
