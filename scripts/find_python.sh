#!/bin/sh
# Print a Python of the wanted version (3.10 unless named) that really runs, or say what to install.
# A name on PATH may be a version manager's shim that fails, so each candidate is started.
set -u
version=${1:-3.10}

works() {
    "$1" -c "import sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" >/dev/null 2>&1
}

for candidate in \
    "${PYTHON:-}" \
    "python$version" \
    "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python \
    /usr/local/bin/"python$version" /opt/homebrew/bin/"python$version" \
    python3 python
do
    [ -n "$candidate" ] || continue
    if works "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done

if command -v uv >/dev/null 2>&1 && uv python install "$version" >&2; then
    found=$(uv python find "$version") && works "$found" && echo "$found" && exit 0
fi

cat >&2 <<EOF
No Python $version was found. Rasa 3.6 needs 3.10, the encoder's recipe needs 3.11; others don't work.
Install one of these and run make again:
  - Debian/Ubuntu with the package:  apt install python$version python$version-venv
  - pyenv:                           pyenv install $version
  - uv:                              uv python install $version
or name it: make run PYTHON=/path/to/python$version
EOF
exit 1
