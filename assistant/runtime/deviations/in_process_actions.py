"""Runs the custom actions in the server's own process.

Stock Rasa knows an action server behind HTTP only. An endpoint object that calls the
action executor directly needs no patch, no second process and no serialisation.
"""

from __future__ import annotations

import warnings
from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from assistant.runtime.deviations.replacements import install_replacements
from assistant.runtime.stages import stage

ACTIONS_PACKAGE = "actions"
IN_PROCESS_ACTIONS = "in-process-actions"


class InProcessActions(EndpointConfig):
    """An action endpoint without a network behind it."""

    def __init__(self) -> None:
        """Register every action of the ``actions`` package."""
        super().__init__(url="in-process")
        install_replacements()
        self._executor = ActionExecutor()
        with warnings.catch_warnings():
            # rasa_sdk imports the package in a way that Python 3.12 drops.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._executor.register_package(ACTIONS_PACKAGE)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Run the action that the call names and return its events and responses."""
        with stage("action"):
            return await self._executor.run(kwargs["json"])
