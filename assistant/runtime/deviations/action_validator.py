"""Checks the result of a custom action with a validator that is built once.

Stock Rasa has jsonschema check the constant schema itself again for every action: more than
everything else in a message takes. The same validator class, schema and errors are used here; only
the repeated check of the schema is gone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

from assistant.runtime.deviations.replacement import Replacement


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


ACTION_VALIDATOR = Replacement(
    name="action-validator",
    owner=RemoteAction,
    attribute="_validate_action_result",
    source="f8cdb4be6812396167ced74161b2ccd65c5ea676ad86d7d359d8c322d9d8dc42",
    ours=_validate,
)
