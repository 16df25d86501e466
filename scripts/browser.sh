#!/bin/sh
# What the browser tests need besides .venv: Debian's Chromium and Firefox, and the widget's tools.
set -eu
cd "$(dirname "$0")/.."

if ! command -v npm >/dev/null; then
    echo "Node 20.19 or newer with npm is missing. Fix: install it, then run this again." >&2
    exit 1
fi
if [ ! -e widget/node_modules/.complete ] || [ widget/package-lock.json -nt widget/node_modules/.complete ]; then
    echo "==> Installing the widget's tools (half a minute)"
    npm ci --prefix widget --no-progress --loglevel=error
    touch widget/node_modules/.complete
fi

missing=""
for program in chromium firefox-esr; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "==> Installing$missing"
    apt-get update -qq
    # shellcheck disable=SC2086 # Several names.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core >/dev/null
else
    echo "Missing:$missing. Fix: as root, apt-get install$missing" >&2
    exit 1
fi
