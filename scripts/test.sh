#!/bin/sh
# All of `make test`, part by part; each part prints its time.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin

part() {
    name=$1
    shift
    printf '\n==> %s\n' "$name"
    started=$(date +%s)
    "$@"
    printf '==> %s took %s s\n' "$name" "$(($(date +%s) - started))"
}

part "Lint" sh -c "$bin/ruff check . && $bin/ruff format --check ."
part "Types" $bin/mypy
part "Knowledge and generated files" $bin/assistant check
part "Unit tests" $bin/pytest -q tests/unit
part "Training" make --no-print-directory train
part "Story tests" $bin/rasa test core --model models --stories tests/test_stories.yml \
    --fail-on-prediction-errors --out results
part "Held-out messages" $bin/python -m evaluation --gate
part "Conversations, failures and commands over HTTP" $bin/pytest -q tests/e2e
