# Sourced: makes .venv-tools from its lock, unless it is there; $tools is its folder.
tools=.venv-tools
if ! cmp -s requirements/tools.txt "$tools/installed.txt"; then
    rm -rf "$tools"
    "$(scripts/find_python.sh)" -m venv "$tools"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes -r requirements/tools.txt
    cp requirements/tools.txt "$tools/installed.txt"
fi
