#!/bin/sh
# Installs what the tests of stores, locks, broker and workers start themselves, where it's missing:
# PostgreSQL, Redis, RabbitMQ, nginx and a clock that can jump (libfaketime) from Debian, as root. Nothing is started or enabled.
set -eu

missing=
find_program() { PATH="$PATH:/usr/sbin" command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
find_program redis-server redis-server
find_program nginx nginx-light
find_program rabbitmq-server rabbitmq-server
ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || missing="$missing libfaketime"
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The tests need, and can't install here:$missing. Install these packages." >&2
    exit 1
fi
echo "==> Installing$missing"
# A package's start script must not start a service of the machine.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
# shellcheck disable=SC2086
apt-get -qq install -y --no-install-recommends $missing >/dev/null
