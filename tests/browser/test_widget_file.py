"""The one file that shops load: small, and what the source makes."""

from __future__ import annotations

import gzip
import shutil
import subprocess

import httpx

from assistant.channels.widget_file import FILE
from tests.browser.conftest import MortalServer
from tests.conftest import ROOT

MOST_BYTES = 25_000


def test_committed_file_and_types_are_what_the_source_makes() -> None:
    npm = shutil.which("npm")
    assert npm, "npm is missing. Fix: run scripts/browser.sh"
    types = ROOT / "widget/src/reply.ts"
    before = FILE.read_bytes(), types.read_bytes()
    try:
        subprocess.run(
            [npm, "run", "--silent", "--prefix", str(ROOT / "widget"), "build"],
            check=True,
            capture_output=True,
        )
        made = FILE.read_bytes(), types.read_bytes()
    finally:
        FILE.write_bytes(before[0])
        types.write_bytes(before[1])
    assert made == before, "The widget's file is out of date. Fix: run `make widget`"


def test_the_whole_widget_is_at_most_25_kb() -> None:
    assert len(gzip.compress(FILE.read_bytes())) <= MOST_BYTES


def test_it_is_served_packed_and_known_again(server: MortalServer) -> None:
    address = f"{server.url}/widget.js"
    response = httpx.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.content == FILE.read_bytes()
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) <= MOST_BYTES
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"
    plain = httpx.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.content == FILE.read_bytes()
    again = httpx.get(address, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_demo_pages_send_nothing_but_themselves(server: MortalServer) -> None:
    for path in ("/", "/demo/artikel", "/demo/demo.css", "/demo/jar.svg", "/demo/leaf.svg"):
        response = httpx.get(server.url + path)
        assert response.status_code == 200, path
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "unsafe" not in response.headers["content-security-policy"]
    for path in ("/demo/", "/demo/../credentials.yml", "/demo/%2e%2e/demo_pages.py", "/demo/a.svg"):
        assert httpx.get(server.url + path).status_code == 404, path


def test_every_section_of_the_source_has_its_place_in_the_article(server: MortalServer) -> None:
    from assistant.knowledge.loader import load

    page = httpx.get(f"{server.url}/demo/artikel").text
    for knowledge in load(ROOT / "knowledge").articles.values():
        for anchor in knowledge.article.anchors.values():
            assert f'id="{anchor}"' in page
