#!/bin/sh
# All of `make test`, part by part; each part is a make target and prints its time.
set -eu
cd "$(dirname "$0")/.."

part() {
    printf '\n==> %s\n' "$1"
    started=$(date +%s)
    make --no-print-directory "$2"
    printf '==> %s took %s s\n' "$1" "$(($(date +%s) - started))"
}

part "Lint" lint
part "Types" types
part "Knowledge and generated files" check
part "Unit tests" unit
part "Deletion, export, report, backups" privacy
part "Training" train
part "Story tests" stories
part "Held-out messages" held-out
part "Sticky risks and handing over" handover
part "Safety: properties, each detector alone" safety
part "Conversations, failures and commands over HTTP" e2e
part "Messengers" messengers
part "Chat on the website" web
part "Workers, services, faults, deployment" production
part "The chat in a browser" browser
