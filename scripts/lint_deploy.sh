#!/bin/sh
# Checks deploy/: the Dockerfile (hadolint), the manifests (Kubernetes' own schemas) and PromQL.
set -eu
cd "$(dirname "$0")/.."
. scripts/tools.sh
"$tools/bin/hadolint" --failure-threshold style deploy/Dockerfile
"$tools/bin/kubernetes-validate" --strict --quiet -k "${KUBERNETES_VERSION:-1.30}" \
    deploy/kubernetes/*.yml
"$tools/bin/python" - <<'PYTHON'
import json, pathlib, promql_parser

folder = pathlib.Path("deploy/observability")
text = (folder / "alerts.yml").read_text()
rules = [line.split("expr:", 1)[1].strip() for line in text.splitlines() if "expr:" in line]
panels = json.loads((folder / "dashboard.json").read_text())["panels"]
queries = rules + [target["expr"] for panel in panels for target in panel["targets"]]
for query in queries:
    promql_parser.parse(query)
print(f"deploy/ is sound; {len(queries)} queries parse.")
PYTHON
