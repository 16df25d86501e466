from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.read_once_importer import ReadOnceImporter

MESSAGES = """version: "3.1"
nlu:
- intent: dosering
  examples: |
    - hoeveel per dag
    - hoeveel mg
"""


def test_the_messages_are_read_once_and_as_rasa_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "nlu.yml"
    file.write_text(MESSAGES)
    by_rasa = RasaFileImporter(training_data_paths=[str(file)]).get_nlu_data("nl")
    times = []
    read = utils.training_data_from_paths

    def counted(paths: list[str], language: str) -> TrainingData:
        times.append(paths)
        return read(paths, language)

    monkeypatch.setattr(utils, "training_data_from_paths", counted)
    importer = ReadOnceImporter(training_data_paths=[str(file)])
    assert importer.get_nlu_data().fingerprint() == by_rasa.fingerprint()
    assert importer.get_nlu_data("nl").fingerprint() == by_rasa.fingerprint()
    assert len(times) == 1
