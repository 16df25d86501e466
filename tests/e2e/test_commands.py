"""The commands that the README names, run as a user would."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.e2e.conftest import BIN, project_copy


def run(
    *command: str, cwd: Path = ROOT, stdin: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, **env},
    )


def ask(*lines: dict[str, Any], **env: str) -> list[dict[str, Any]]:
    done = run("assistant", "ask", "--json", stdin="\n".join(map(json.dumps, lines)), **env)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_ask_prints_the_reply() -> None:
    done = run("assistant", "ask", "Waar zit veel magnesium in?")
    assert "spinazie" in done.stdout
    assert "Bron:" in done.stdout
    assert "1. " in done.stdout


def test_ask_chats_in_the_terminal_and_takes_a_button_by_number() -> None:
    done = run("assistant", "ask", stdin="waar zit het in\n1\n\n")
    assert "spinazie" in done.stdout
    assert "bloedonderzoek" in done.stdout


def test_ask_json_writes_one_object_per_line_and_remembers() -> None:
    answers = ask(
        {"conversation": "a", "text": "ik ben zwanger"},
        {"conversation": "b", "text": "waar zit veel magnesium in?"},
        {"conversation": "a", "text": "hoeveel mag ik dan nemen?"},
        {"conversation": "b", "text": "/dosering"},
        {"conversation": "b", "text": ""},
    )
    assert [answer["kind"] for answer in answers] == [
        "referral", "answer", "referral", "answer", "fallback",
    ]  # fmt: skip
    assert answers[2]["topics"] == ["zwangerschap"]
    assert set(answers[0]) == {
        "conversation", "text", "intent", "confidence", "kind", "topics", "messages", "ms",
    }  # fmt: skip
    assert set(answers[1]["messages"][0]) == {"text", "buttons"}


def test_ask_json_skips_what_isnt_a_question() -> None:
    done = run("assistant", "ask", "--json", stdin='[]\n{"conversation": "a"}\nx\n')
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.count("is not") == 3


def test_check_names_the_place_and_fails(knowledge_copy: Path) -> None:
    path = knowledge_copy / "magnesium.yml"
    path.write_text(path.read_text().replace("short_title: Spierkrampen", "short_titel: Kramp"))
    done = run("assistant", "check", ASSISTANT_KNOWLEDGE=str(knowledge_copy))
    assert done.returncode == 1
    assert "knowledge/magnesium.yml:" in done.stderr
    assert "short_title" in done.stderr


def test_production_refuses_to_start_without_a_choice_of_claims() -> None:
    done = run("assistant", "serve", ASSISTANT_MODE="production")
    assert done.returncode != 0
    assert "claims" in done.stderr


def test_a_model_that_cannot_be_loaded_stops_the_server(tmp_path: Path) -> None:
    folder = project_copy(tmp_path / "project")
    (folder / "models").unlink()
    (folder / "models").mkdir()
    (folder / "models" / "assistant.tar.gz").write_bytes(b"no model")
    done = run("assistant", "serve", "--port", "0", cwd=folder)
    assert done.returncode == 1
    assert "could not be loaded" in done.stderr


def test_rasa_data_validate_has_no_warning() -> None:
    done = run("rasa", "data", "validate", "--fail-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


def test_rasa_shell_without_action_server_says_what_is_missing() -> None:
    done = run("rasa", "shell", "--model", "models", stdin="waar zit het in\n/stop\n")
    assert "rasa run actions" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("component", "intents"),
    [("DIETClassifier", ("a", "b")), ("ResponseSelector", ("faq/a", "faq/b"))],
)
def test_training_a_tensorflow_component_says_what_to_install(
    component: str, intents: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "config.yml").write_text(
        "recipe: default.v1\nlanguage: nl\nassistant_id: x\npipeline:\n"
        f"- name: WhitespaceTokenizer\n- name: CountVectorsFeaturizer\n- name: {component}\n"
        "  epochs: 1\n"
    )
    (tmp_path / "nlu.yml").write_text(
        'version: "3.1"\nnlu:\n'
        f"- intent: {intents[0]}\n  examples: |\n    - een\n    - twee\n"
        f"- intent: {intents[1]}\n  examples: |\n    - drie\n    - vier\n"
        'responses:\n  utter_faq/a:\n  - text: "a"\n  utter_faq/b:\n  - text: "b"\n'
    )
    done = run("rasa", "train", "nlu", "--nlu", "nlu.yml", cwd=tmp_path)
    assert done.returncode != 0
    assert "make tensorflow" in done.stdout + done.stderr
