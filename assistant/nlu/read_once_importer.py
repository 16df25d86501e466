"""Rasa importer: reads the training messages once, where Rasa reads them three times."""

from __future__ import annotations

from functools import cached_property

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ReadOnceImporter(RasaFileImporter):
    """Rasa's own file importer; a training makes a new one, so that it sees what was edited."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the messages; the YAML format has none that are for one language only."""
        return self._nlu_data

    @cached_property
    def _nlu_data(self) -> TrainingData:
        return super().get_nlu_data()
