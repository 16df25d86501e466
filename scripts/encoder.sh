#!/bin/sh
# Build the sentence encoder anew, in an environment of its own: an hour or more on two cores.
set -eu
cd "$(dirname "$0")/.."
scripts/encoder_environment.sh
PYTHONPATH=encoder:. exec .venv-encoder/bin/python -m recipe.build "$@"
