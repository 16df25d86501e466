"""deploy/ says what the code says: entry point, settings, probes, metrics."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from ruamel.yaml import YAML

import assistant.runtime.metrics  # noqa: F401
from assistant.handoff.settings import PORTS
from evaluation.production.servers import ROOT, Assistant
from evaluation.production.services import Service, free_port, program, running

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def documents(path: Path) -> list[Any]:
    return list(YAML(typ="safe").load_all(path.read_text(encoding="utf-8")))


MANIFESTS = [
    document for path in sorted(DEPLOY.glob("kubernetes/*.yml")) for document in documents(path)
]


def manifest(kind: str) -> dict[str, Any]:
    return next(each for each in MANIFESTS if each["kind"] == kind)


def test_the_linters_find_nothing() -> None:
    done = subprocess.run(
        [str(ROOT / "scripts" / "lint_deploy.sh")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def known_settings() -> set[str]:
    code = "\n".join(path.read_text() for path in (ROOT / "assistant").rglob("*.py"))
    return set(re.findall(r"ASSISTANT_[A-Z_]+", code))


def test_every_setting_exists() -> None:
    text = "\n".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file())
    used = {name.removesuffix("_FILE") for name in re.findall(r"ASSISTANT_[A-Z_]+", text)}
    assert used
    assert used <= known_settings()


def test_the_image_copies_what_exists_and_runs_without_rights() -> None:
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
    assert re.search(r"^USER 10001", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^ARG BASE=python:3\.10\.\d+-", DOCKERFILE, re.MULTILINE)
    container = manifest("Deployment")["spec"]["template"]["spec"]["containers"][0]
    security = container["securityContext"]
    assert security["readOnlyRootFilesystem"]
    assert not security["allowPrivilegeEscalation"]
    assert security["capabilities"]["drop"] == ["ALL"]


def test_the_image_gets_every_file_that_the_server_reads() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE):
        for name in line.split()[:-1]:
            let_in = f"!{name.rstrip('/')}"
            assert let_in in ignored or (name.endswith(".yml") and "!*.yml" in ignored), name


@pytest.fixture(scope="module")
def image(folder: Path) -> Any:
    """What the image runs, as a process: same arguments, settings and health check."""
    settings = dict(re.findall(r"\b([A-Z_]+)=(\S+)", DOCKERFILE.partition("USER 10001")[0]))
    wanted = {key: value for key, value in settings.items() if key.startswith(("ASSISTANT", "LOG"))}
    server = Assistant(
        folder / "image", credentials=ROOT / "credentials.yml", **wanted,
        ASSISTANT_CLAIMS="authorised", ASSISTANT_TOKEN_KEY="k" * 40,
        ASSISTANT_ORIGINS="https://www.example.com", ASSISTANT_PROXIES="1",
        ASSISTANT_HANDOVER_SECRET="h" * 40,
    )  # fmt: skip
    with running(server):
        yield server


def test_the_probes_answer(image: Assistant) -> None:
    container = manifest("Deployment")["spec"]["template"]["spec"]["containers"][0]
    paths = {
        container[probe]["httpGet"]["path"]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe")
    }
    paths |= set(re.findall(r"127\.0\.0\.1:5005(/[a-z/]+)", DOCKERFILE))
    for path in paths:
        assert image.get(path)[0] == 200


class Nginx(Service):
    """The proxy of deploy/, with its addresses and without TLS."""

    name = "nginx"

    def __init__(self, folder: Path, port: int) -> None:
        super().__init__(folder)
        text = (DEPLOY / "nginx" / "assistant.conf").read_text(encoding="utf-8")
        text = text.replace("worker-1:5005", f"127.0.0.1:{port}")
        text = text.replace("worker-2:5005", f"127.0.0.1:{free_port()}")
        text = text.replace("listen 8443 ssl http2;", f"listen 127.0.0.1:{self.port};")
        text = re.sub(r"^\s*ssl_.*$", "", text, flags=re.MULTILINE)
        (self.folder / "site.conf").write_text(text, encoding="utf-8")
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log stderr; events {{}} http {{\n"
            + "".join(
                f"{kind}_temp_path {self.folder}/{kind};\n"
                for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"include {self.folder}/site.conf; }}"
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [program("nginx"), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]


def test_the_proxy_passes_the_chat_on_and_nothing_else(image: Assistant, folder: Path) -> None:
    import httpx

    proxy = Nginx(folder / "proxy", image.port)
    with running(proxy), httpx.Client(base_url=proxy.url) as http:
        # One of the two workers isn't there: the other answers.
        assert {http.get("/health/live").status_code for _ in range(6)} == {200}
        session = http.post("/chat/v1/session", json={"mode": "bearer"})
        assert session.status_code == 201
        assert session.headers["X-Request-ID"]
        assert http.get("/widget.js").status_code == 200
        # Not signed, but there.
        assert http.post("/handover/events", content=b"{}").status_code == 401
        for path in (
            "/metrics",
            "/health/ready",
            "/health",
            "/webhooks/rest/webhook",
            "/model",
            "/conversations/a/tracker",
            "/",
        ):
            assert http.get(path).status_code == 404, path


def test_the_ingress_passes_on_what_the_proxy_does() -> None:
    conf = (DEPLOY / "nginx" / "assistant.conf").read_text(encoding="utf-8")
    proxied = set(re.findall(r"^    location (?:= )?(/[^ ]+) ", conf, re.MULTILINE))
    [rule] = manifest("Ingress")["spec"]["rules"]
    routed = {path["path"] for path in rule["http"]["paths"]}
    # Kubernetes asks the pods themselves how they are.
    assert {path.rstrip("/") for path in proxied} - {"/health/live"} == routed


def test_the_network_lets_mail_out_as_the_settings_allow_it() -> None:
    egress = manifest("NetworkPolicy")["spec"]["egress"]
    ports = {port["port"] for rule in egress for port in rule["ports"]}
    assert set(PORTS.values()) <= ports


QUERIES = [
    *(rule["expr"] for group in documents(DEPLOY / "observability" / "alerts.yml")[0]["groups"]
      for rule in group["rules"]),
    *(target["expr"]
      for panel in json.loads((DEPLOY / "observability" / "dashboard.json").read_text())["panels"]
      for target in panel["targets"]),
]  # fmt: skip


SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}


@pytest.mark.parametrize("query", QUERIES)
def test_every_metric_is_counted(query: str) -> None:
    counted = {
        f"{family.name}{suffix}"
        for family in REGISTRY.collect()
        for suffix in SUFFIXES.get(family.type, ("",))
    }
    used = set(re.findall(r"\b(?:assistant|process)_[a-z_]+", query)) | set(
        re.findall(r"\bup\b", query)
    )
    assert used
    assert used <= counted | {"up"}


def test_every_alert_says_what_to_do() -> None:
    for group in documents(DEPLOY / "observability" / "alerts.yml")[0]["groups"]:
        for rule in group["rules"]:
            assert rule["annotations"]["summary"]
            assert rule["annotations"]["action"]
            assert rule["labels"]["severity"] in ("page", "ticket")
