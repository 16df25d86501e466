#!/bin/sh
# Make .venv from the locked requirements, with the Dutch model and the package itself.
set -eu
cd "$(dirname "$0")/.."

step() { printf '==> %s\n' "$1"; }

step "Looking for Python 3.10"
python=$(scripts/find_python.sh)
step "Making .venv with $($python --version)"
rm -rf .venv
"$python" -m venv .venv
step "Installing the locked dependencies (a minute or two)"
# Without resolution: the lock is complete but for TensorFlow, which Rasa only claims to need.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    --require-hashes -r requirements/run.txt -r requirements/test.txt
step "Installing the Dutch spaCy model from vendor/"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps vendor/nl_core_news_sm-*.whl
step "Installing the assistant and the TensorFlow stand-in"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    --no-build-isolation --editable .
.venv/bin/python -m assistant.runtime.tensorflow_standin install
.venv/bin/python -c 'import spacy
meta = spacy.load("nl_core_news_sm").meta
print("Dutch model", meta["version"], "-", meta["description"])'
touch .venv/.complete
