"""The stand-in is an import hook, so each test starts a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.runtime.tensorflow_standin import PTH_FILE_NAME, PTH_LINE, STOOD_IN_FOR


def python(code: str, *path: Path) -> subprocess.CompletedProcess[str]:
    lines = [f"import sys; sys.path.insert(0, {str(entry)!r})" for entry in path]
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "\n".join([*lines, code])],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "order", ["import spacy, rasa.core.agent", "import rasa.core.agent, spacy"]
)
def test_spacy_and_rasa_import_in_both_orders(order: str) -> None:
    done = python(f"{order}\nspacy.blank('nl')('goed')\nprint('fine')")
    assert done.stdout.strip() == "fine", done.stderr


@pytest.mark.parametrize("name", [*STOOD_IN_FOR, "tensorflow.experimental.dlpack"])
def test_everybody_else_misses_tensorflow(name: str) -> None:
    done = python(f"import {name}")
    assert "ModuleNotFoundError" in done.stderr


def test_thinc_is_not_fooled_after_rasa() -> None:
    done = python("import rasa.core.agent, thinc.compat; print(thinc.compat.has_tensorflow)")
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize(
    "use",
    [
        "from rasa.nlu.classifiers.diet_classifier import DIET as model",
        "from rasa.core.policies.ted_policy import TED as model",
        "from rasa.nlu.selectors.response_selector import DIET2DIET as model",
    ],
)
def test_a_model_that_computes_with_tensorflow_says_what_to_install(use: str) -> None:
    done = python(f"{use}\nmodel()")
    assert done.returncode == 1
    assert "make tensorflow" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_steps_aside_for_the_real_one(tmp_path: Path) -> None:
    real = tmp_path / "tensorflow"
    real.mkdir()
    (real / "__init__.py").write_text("REAL = True")
    done = python("import tensorflow; print(tensorflow.REAL)", tmp_path)
    assert done.stdout.strip() == "True", done.stderr


def test_plain_commands_find_it() -> None:
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(python(code).stdout.strip())
    assert (site / PTH_FILE_NAME).read_text(encoding="utf-8") == PTH_LINE
