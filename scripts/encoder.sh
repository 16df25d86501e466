#!/bin/sh
# Build the sentence encoder anew, in an environment of its own: about half an hour on two cores.
set -eu
cd "$(dirname "$0")/.."
if [ ! -e .venv-encoder/.complete ]; then
    "$(PYTHON= scripts/find_python.sh 3.11)" -m venv .venv-encoder
    .venv-encoder/bin/python -m pip install --quiet --disable-pip-version-check \
        -r encoder/requirements.txt
    touch .venv-encoder/.complete
fi
PYTHONPATH=encoder:. exec .venv-encoder/bin/python -m recipe.build "$@"
