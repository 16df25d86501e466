"""A stock Rasa project that answers the same topics through custom actions, to compare with."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from ruamel.yaml import YAML

from evaluation.production.servers import ROOT, Assistant
from evaluation.production.services import free_port, listens, wait_for
from evaluation.training_data import training_examples

RASA = ROOT / ".venv-tensorflow" / "bin" / "rasa"
PROJECTS = ROOT / "results" / "stock"
# Enough to train on; how long a message takes doesn't depend on it.
EXAMPLES_PER_TOPIC = 25
TRAINING_SECONDS = 1800

_FEATURES = [
    {"name": "SpacyNLP", "model": "nl_core_news_sm"},
    {"name": "SpacyTokenizer"},
    {"name": "SpacyFeaturizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
PIPELINES = {
    "stock, DIET": [*_FEATURES, {"name": "DIETClassifier", "epochs": 3}],
    "stock, logistic regression": [*_FEATURES, {"name": "LogisticRegressionClassifier"}],
}
_ACTIONS = '''"""Answers each topic with a text, as a stock project would."""

from rasa_sdk import Action


class ActionAnswer(Action):
    def name(self):
        return "action_answer"

    async def run(self, dispatcher, tracker, domain):
        topic = tracker.latest_message["intent"]["name"]
        dispatcher.utter_message(text=f"Over {topic}: " + "een gewone zin met uitleg. " * 8)
        return []
'''


class StockRasa(Assistant):
    """``rasa run`` with ``rasa run actions`` beside it, as stock Rasa is served."""

    def __init__(self, label: str) -> None:
        """Write the project and train it, unless an earlier run did."""
        self.label = label
        self._actions_port = free_port()
        super().__init__(PROJECTS, number=sorted(PIPELINES).index(label) + 100)
        self._actions: subprocess.Popen[bytes] | None = None
        self._train()

    def lay_out(self) -> None:
        """Write the project's files; they don't depend on this project's knowledge."""
        examples: dict[str, list[str]] = defaultdict(list)
        for example in training_examples():
            if len(examples[example.topic]) < EXAMPLES_PER_TOPIC:
                examples[example.topic].append(example.text)
        topics = sorted(examples)
        write = YAML()
        files = {
            "config.yml": {
                "recipe": "default.v1", "language": "nl", "assistant_id": "stock",
                "pipeline": PIPELINES[self.label],
                "policies": [{"name": "RulePolicy"}, {"name": "MemoizationPolicy"}],
            },
            "domain.yml": {"version": "3.1", "intents": topics, "actions": ["action_answer"]},
            "credentials.yml": {"rest": None},
            "endpoints.yml": {
                "action_endpoint": {"url": f"http://127.0.0.1:{self._actions_port}/webhook"}
            },
            "data/nlu.yml": {
                "version": "3.1",
                "nlu": [
                    {"intent": topic, "examples": "".join(f"- {text}\n" for text in texts)}
                    for topic, texts in examples.items()
                ],
            },
            "data/rules.yml": {
                "version": "3.1",
                "rules": [
                    {"rule": topic, "steps": [{"intent": topic}, {"action": "action_answer"}]}
                    for topic in topics
                ],
            },
        }  # fmt: skip
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            with path.open("w", encoding="utf-8") as file:
                write.dump(content, file)
        (self.folder / "actions.py").write_text(_ACTIONS, encoding="utf-8")

    def _train(self) -> None:
        if (self.folder / "models" / "stock.tar.gz").exists():
            return
        subprocess.run(  # noqa: S603
            [str(RASA), "train", "--fixed-model-name", "stock"],
            cwd=self.folder, env=self.environment(), check=True, timeout=TRAINING_SECONDS,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [
            str(RASA), "run", "--port", str(self.port), "--interface", "127.0.0.1",
            "--model", "models/stock.tar.gz",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Return an environment without settings of this project."""
        own = {name: value for name, value in os.environ.items() if "ASSISTANT" not in name}
        return {**own, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}

    def start(self) -> None:
        """Start the action server first, so that the time to ready is the server's own."""
        with (self.folder / "actions.log").open("ab") as log:
            self._actions = subprocess.Popen(  # noqa: S603
                [str(RASA), "run", "actions", "-p", str(self._actions_port)],
                cwd=self.folder, env=self.environment(), stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        wait_for(lambda: listens(self._actions_port), "no action server", 120)
        super().start()

    def is_ready(self) -> bool:
        """Tell whether a message gets an answer: stock answers nothing before its model is in."""
        with suppress(OSError):
            status, replies = self.say("ready", "hallo")
            return status == 200 and bool(replies)
        return False

    @property
    def pids(self) -> list[int]:
        """Return the processes whose memory counts."""
        return [self.pid, *([self._actions.pid] if self._actions else [])]

    def _end(self, number: int) -> None:
        super()._end(number)
        if self._actions is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._actions.pid, signal.SIGKILL)
            self._actions.wait()
            self._actions = None
