#!/bin/sh
# Print a Python 3.10 that really runs, or say what to install.
# A name on PATH may be a version manager's shim that fails, so each candidate is started.
set -u

works() {
    "$1" -c 'import sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1
}

for candidate in \
    "${PYTHON:-}" \
    python3.10 \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin/python \
    /usr/local/bin/python3.10 /opt/homebrew/bin/python3.10 \
    python3 python
do
    [ -n "$candidate" ] || continue
    if works "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done

if command -v uv >/dev/null 2>&1 && uv python install 3.10 >&2; then
    found=$(uv python find 3.10) && works "$found" && echo "$found" && exit 0
fi

cat >&2 <<'EOF'
No Python 3.10 was found. Rasa 3.6 needs it; newer versions don't work.
Install one of these and run make again:
  - Debian/Ubuntu with the package:  apt install python3.10 python3.10-venv
  - pyenv:                           pyenv install 3.10
  - uv:                              uv python install 3.10
or name it: make run PYTHON=/path/to/python3.10
EOF
exit 1
