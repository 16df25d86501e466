#!/bin/sh
# 500 visitors with time to think, for ten minutes, on one server: the Locust scenario, with its
# figures in results/load_stats.csv. VISITORS and SECONDS_OF_LOAD make it shorter.
set -eu
cd "$(dirname "$0")/.."
. scripts/tools.sh
port=${PORT:-5981}
folder=$(mktemp -d)
mkdir -p results
for name in MESSAGES URGENT ADDRESS_MESSAGES ADDRESS_SESSIONS ADDRESS_REQUESTS; do
    export "ASSISTANT_LIMIT_$name=1000000/minute"
done
ASSISTANT_DATABASE="sqlite:///$folder/tracker.db" .venv/bin/assistant serve --port "$port" \
    2>"$folder/log" &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
until grep -q '^Ready' "$folder/log"; do
    kill -0 $server || { cat "$folder/log" >&2; exit 1; }
    sleep 0.5
done
"$tools/bin/locust" --headless --locustfile evaluation/production/visit.py \
    --host "http://127.0.0.1:$port" --users "${VISITORS:-500}" --spawn-rate 25 \
    --run-time "${SECONDS_OF_LOAD:-600}s" --csv results/load --only-summary --loglevel WARNING
