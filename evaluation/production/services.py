"""Services on loopback, to be started, killed and started again.

Redis, PostgreSQL, RabbitMQ and nginx are Debian's (scripts/services.sh installs them), Kafka and
SMTP come with Python packages; data live in a folder of the test's.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from evaluation.production.certificate import make_certificate

START_SECONDS = 240.0
POSTGRES_FOLDERS = "/usr/lib/postgresql"


class ServiceMissing(RuntimeError):
    """A program isn't installed."""

    def __init__(self, program: str) -> None:
        """Take the program's name."""
        super().__init__(f"{program} is not installed. Fix: scripts/services.sh (as root)")


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(name: str, *folders: str) -> str:
    """Return a program's path. Raises ServiceMissing."""
    found = shutil.which(name, path=os.pathsep.join([*folders, os.environ["PATH"], "/usr/sbin"]))
    if found is None:
        raise ServiceMissing(name)
    return found


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
        return True
    return False


class Service:
    """A program that keeps its data and its port over restarts."""

    name = "service"

    def __init__(self, folder: Path) -> None:
        """Choose a port and make the folder of the data."""
        self.folder = folder / self.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return the address for the assistant's setting."""
        raise NotImplementedError

    def command(self) -> Sequence[str]:
        """Return what starts the program in the foreground."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Tell whether it answers."""
        return listens(self.port)

    def environment(self) -> dict[str, str]:
        """Return the program's environment."""
        return dict(os.environ)

    def start(self) -> None:
        """Start and wait until it answers. Raises TimeoutError."""
        self._launch()
        wait_for(self._is_up, f"{self.name} does not start", START_SECONDS)

    def _is_up(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            # What is left of a killed one may be in the way for a moment.
            time.sleep(0.2)
            self._launch()
        return self.is_ready()

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                list(self.command()),
                cwd=self.folder,
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user(),
            )

    @property
    def pid(self) -> int:
        """Return the process id of a running program. Raises RuntimeError."""
        if self._process is None:
            raise RuntimeError(f"{self.name} is not started")
        return self._process.pid

    def user(self) -> str | None:
        """Return the unprivileged user to run as, None for this one."""
        return None

    def kill(self) -> None:
        """End it at once, with everything it started, as a crash would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in its own way."""
        self._end(signal.SIGTERM)

    def _end(self, number: int) -> None:
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
        self._process.wait(timeout=START_SECONDS)
        # What it started itself may take a moment longer.
        wait_for(lambda: not listens(self.port), f"{self.name} does not end", START_SECONDS)
        self._process = None


class Redis(Service):
    """Locks and rate limits; nothing of it must survive."""

    name = "redis"

    @property
    def url(self) -> str:
        """Return the address for ASSISTANT_REDIS."""
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [
            program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no",
        ]  # fmt: skip


class Postgres(Service):
    """The database, with writes forced to disk as in production."""

    name = "postgres"

    @property
    def url(self) -> str:
        """Return the address for ASSISTANT_DATABASE."""
        return f"postgresql://assistant@127.0.0.1:{self.port}/assistant"

    def user(self) -> str | None:
        """PostgreSQL refuses to run as root; its package brings a user."""
        if os.geteuid():
            return None
        with suppress(KeyError):
            return pwd.getpwnam("postgres").pw_name
        raise ServiceMissing("postgres")

    def _bin(self, name: str) -> str:
        return program(name, *map(str, sorted(Path(POSTGRES_FOLDERS).glob("*/bin"))))

    def start(self) -> None:
        """Make the database at the first start."""
        data = self.folder / "data"
        is_new = not data.exists()
        if is_new:
            for folder in (self.folder, *self.folder.parents):
                # The unprivileged user must reach it.
                if folder.owner() != "root" or folder == Path("/tmp"):  # noqa: S108
                    break
                folder.chmod(folder.stat().st_mode | 0o711)
            if user := self.user():
                shutil.chown(self.folder, user)
            self._run("initdb", "-D", str(data), "-U", "assistant", "--auth=trust", "--no-sync")
        # After a crash the next start finds the old process' file.
        super().start()
        if is_new:
            self._run("createdb", *self._login(), "assistant")

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [
            self._bin("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-k", str(self.folder),
        ]  # fmt: skip

    def is_ready(self) -> bool:
        """Tell whether it takes connections."""
        asked = subprocess.run(  # noqa: S603
            [self._bin("pg_isready"), *self._login()], stdout=subprocess.DEVNULL, check=False
        )
        return asked.returncode == 0

    def stop(self) -> None:
        """A fast shutdown, which doesn't wait for clients to leave."""
        self._end(signal.SIGINT)

    def _login(self) -> Sequence[str]:
        return ("-h", "127.0.0.1", "-p", str(self.port), "-U", "assistant")

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [self._bin(name), *arguments],
            check=True, user=self.user(), cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip


class RabbitMq(Service):
    """The event broker."""

    name = "rabbitmq"

    def __init__(self, folder: Path) -> None:
        """Choose ports of its own for Erlang, too."""
        super().__init__(folder)
        self._distribution, self._mapper = free_port(), free_port()

    @property
    def url(self) -> str:
        """Return the address for ASSISTANT_BROKER."""
        return f"amqp://guest:guest@127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """Return the command: the script itself, as the one on PATH changes the user."""
        return [program("rabbitmq-server", "/usr/lib/rabbitmq/bin")]

    def environment(self) -> dict[str, str]:
        """Keep node, data and logs in the folder."""
        return {
            **os.environ,
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": f"test{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "ERL_EPMD_PORT": str(self._mapper),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_MNESIA_BASE": str(self.folder / "data"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
        }

    def stop(self) -> None:
        """Take Erlang's port mapper, which leaves the group, along."""
        super().stop()
        with suppress(ServiceMissing):
            subprocess.run(  # noqa: S603
                [program("epmd"), "-port", str(self._mapper), "-kill"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
            )  # fmt: skip


class Kafka(Service):
    """The other event broker; it chooses its port itself and keeps nothing when it ends."""

    name = "kafka"

    @property
    def url(self) -> str:
        """Return the address for ASSISTANT_BROKER."""
        return f"kafka://{self.address}"

    @property
    def address(self) -> str:
        """Return host and port."""
        return self._file.read_text(encoding="utf-8")

    @property
    def _file(self) -> Path:
        return self.folder / "address"

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [sys.executable, "-m", "evaluation.production.kafka", str(self._file)]

    def environment(self) -> dict[str, str]:
        """Find this project's modules from the folder."""
        return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}

    def is_ready(self) -> bool:
        """Tell whether it has told its address."""
        return self._file.exists()


class Smtp(Service):
    """A mail server with STARTTLS that writes each mail to a file (aiosmtpd)."""

    name = "smtp"

    def __init__(self, folder: Path) -> None:
        """Make a certificate."""
        super().__init__(folder)
        self.certificate, self._key = make_certificate(self.folder)

    @property
    def url(self) -> str:
        """Return the address for ASSISTANT_HANDOVER_SMTP."""
        return f"smtp://127.0.0.1:{self.port}"

    def command(self) -> Sequence[str]:
        """Return the command."""
        return [
            *(sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.port}"),
            *("--tlscert", str(self.certificate), "--tlskey", str(self._key)),
            *("-c", "aiosmtpd.handlers.Mailbox", str(self.folder / "mail")),
        ]

    def mails(self) -> list[str]:
        """Return the mails that arrived."""
        folder = self.folder / "mail" / "new"
        return [path.read_text(errors="replace") for path in sorted(folder.glob("*"))]


def wait_for(condition: Callable[[], bool], failure: str, seconds: float) -> float:
    """Wait until something is so; return the seconds it took. Raises TimeoutError."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise TimeoutError(failure)
        time.sleep(0.05)
    return time.monotonic() - started


@contextmanager
def running(*services: Service) -> Iterator[None]:
    """Run services and stop them in the end, whatever happened to them."""
    try:
        for service in services:
            service.start()
        yield
    finally:
        for service in reversed(services):
            with suppress(Exception):
                service.stop()
