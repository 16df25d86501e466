#!/bin/sh
# Make the environments that `make evaluate WITH_BASELINES=1` compares with.
set -eu
cd "$(dirname "$0")/.."
if [ ! -e .venv-tensorflow/.complete ]; then
    "$(scripts/find_python.sh)" -m venv .venv-tensorflow
    .venv-tensorflow/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps --require-hashes -r requirements/tensorflow.txt
    # Stock Rasa gets the same spaCy model in `make benchmark`.
    .venv-tensorflow/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-deps vendor/nl_core_news_sm-*.whl
    touch .venv-tensorflow/.complete
fi
scripts/encoder_environment.sh
(cd evaluation/baselines && npm install --no-audit --no-fund --no-package-lock --silent)
