#!/bin/sh
# What the locks hold: `sbom` writes bills of materials, `audit` asks for known weaknesses.
set -eu
cd "$(dirname "$0")/.."
locks="run test tensorflow traces"
. scripts/tools.sh

sbom() {
    mkdir -p results
    for lock in $locks; do
        "$tools/bin/cyclonedx-py" requirements "requirements/$lock.txt" --schema-version 1.5 \
            --output-format JSON --output-reproducible --validate \
            --outfile "results/sbom-$lock.cdx.json"
        echo "Written: results/sbom-$lock.cdx.json"
    done
}

audit() {
    found=0
    for lock in $locks; do
        echo "==> requirements/$lock.txt"
        # Nothing is resolved or installed: the locks name every version. Strict, as otherwise a
        # requirement that the service doesn't know, or an unreachable service, passes as sound.
        if report=$("$tools/bin/pip-audit" --strict --disable-pip --progress-spinner off \
            --requirement "requirements/$lock.txt" 2>&1); then
            echo "$report"
            continue
        fi
        echo "$report" | tail -n 60
        case $report in
            *"known vulnerabilit"*) found=1 ;;
            *)
                echo "NOT AUDITED: the advisory service gave no answer about every requirement." >&2
                exit 2
                ;;
        esac
    done
    exit "$found"
}

case ${1:-} in
    sbom) sbom ;;
    audit) audit ;;
    *) echo "usage: $0 sbom|audit" >&2; exit 64 ;;
esac
