"""A PostgreSQL of the test's own, on loopback, run by an unprivileged user."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where it isn't installed."""
    found = shutil.which("pg_ctl")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return Path(found).resolve().parent if found else (folders[-1] if folders else None)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server and yield the address of its database ``assistant``."""
    bin_folder = programs()
    assert bin_folder is not None
    # PostgreSQL refuses to run as root; its package brings a user of this name.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])

    def run(name: str, *arguments: str) -> None:
        subprocess.run(
            [str(bin_folder / name), *arguments],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )

    run("initdb", "-D", str(data), "-U", "assistant", "--auth=trust", "--no-sync")
    server = subprocess.Popen(
        [
            str(bin_folder / "postgres"),
            "-D",
            str(data),
            "-p",
            str(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-k",
            str(folder),
            "-c",
            "fsync=off",
        ],
        user=user,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    login = ("-h", "127.0.0.1", "-p", str(port), "-U", "assistant")
    try:
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(
            [str(bin_folder / "pg_isready"), *login], stdout=subprocess.DEVNULL
        ).returncode:
            assert time.monotonic() < deadline, "PostgreSQL doesn't start"
            time.sleep(0.2)
        run("createdb", *login, "assistant")
        yield f"postgresql://assistant@127.0.0.1:{port}/assistant"
    finally:
        # A fast shutdown, which doesn't wait for clients to leave.
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
