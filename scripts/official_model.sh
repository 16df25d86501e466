#!/bin/sh
# Replace the vendored Dutch model by Explosion's official one; on any failure keep ours.
set -u
cd "$(dirname "$0")/.."
address=https://github.com/explosion/spacy-models/releases/download/nl_core_news_sm-3.4.0/nl_core_news_sm-3.4.0-py3-none-any.whl
sum=e90cf58e9d5aa9f54e23c4938d70f1d40ead69336b1c779cc0700000ddd0089b
folder=$(mktemp -d)
wheel=$folder/nl_core_news_sm-3.4.0-py3-none-any.whl
keep() { echo "The vendored model stays: $1" >&2; rm -rf "$folder"; exit 1; }

.venv/bin/python -c 'import sys, urllib.request as u; u.urlretrieve(sys.argv[1], sys.argv[2])' \
    "$address" "$wheel" || keep "the official one could not be fetched."
echo "$sum  $wheel" | sha256sum --check --status || keep "the fetched file has another checksum."
# 3.4.0+ud1 counts as equal to 3.4.0 for pip, hence --force-reinstall.
.venv/bin/python -m pip install --no-deps --force-reinstall "$wheel" || keep "pip failed."
rm -rf "$folder" models
echo "Installed the official model. Train again: make train"
