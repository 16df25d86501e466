from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_locks_name_no_index(path: object) -> None:
    text = (ROOT / "requirements" / str(getattr(path, "name", path))).read_text()
    assert not re.search(r"https?://|--index-url|--find-links", text)


@pytest.mark.parametrize("name", [path.name for path in LOCKS if path.stem != "without-tensorflow"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    requirements = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert requirements
    assert all("==" in entry and "--hash=sha256:" in entry for entry in requirements)


def test_tensorflow_and_what_only_it_needs_are_left_out() -> None:
    text = (ROOT / "requirements" / "run.txt").read_text()
    assert not re.search(r"^(tensorflow|keras|tensorboard|h5py)", text, re.MULTILINE)
