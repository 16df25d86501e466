#!/bin/sh
# Make the environment of the encoder's recipe, unless it is there.
set -eu
cd "$(dirname "$0")/.."
[ -e .venv-encoder/.complete ] && exit 0
"$(PYTHON= scripts/find_python.sh 3.11)" -m venv .venv-encoder
.venv-encoder/bin/python -m pip install --quiet --disable-pip-version-check \
    -r encoder/requirements.txt
touch .venv-encoder/.complete
