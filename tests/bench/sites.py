"""Sites to measure: a filled database, and the programs that serve it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import psycopg

from tests.bench.programs import Program
from tests.run import ROOT, clean_environment, sqlite

PATIENCE = 60  # seconds until a program must answer


@dataclass
class Site:
    """A newspaper of so many stories in one database. ``folder`` holds all its files."""

    database: str
    stories: int
    url: str
    folder: Path
    addresses: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.database} {self.stories:,}"

    @property
    def origin(self) -> str:
        """Without the port, as a proxy in front would be asked."""
        return "http://127.0.0.1"

    @classmethod
    def filled(cls, database: str, stories: int, *, folder: Path, cluster: str = "") -> "Site":
        """Made anew, unless an earlier run has left it in the folder. Takes minutes."""
        folder.mkdir(parents=True, exist_ok=True)
        name = f"bench_{stories}"
        if database == "sqlite":
            site = cls(database, stories, sqlite(folder, name), folder)
            ready = folder / f"{name}.ready"
        else:
            site = cls(database, stories, _created(cluster, name), folder)
            ready = None
        if ready is None or not ready.exists():
            site.manage("migrate", "--verbosity=0")
            site.python("-m", "tests.bench.generate", f"--stories={stories}")
        if ready:
            ready.touch()
        return site

    def environment(self, **more: str) -> dict[str, str]:
        """That of a production site without TLS."""
        own = {
            "DEBUG": "false",
            "SECRET_KEY": "only-for-measuring-" + "0" * 40,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": self.origin,
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "LOG_LEVEL": "ERROR",
            "WORKERS": "1",
        }
        return {**clean_environment(), **own, **more}

    def manage(self, *arguments: str) -> None:
        self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> None:
        argv = [sys.executable, *arguments]
        subprocess.run(argv, cwd=ROOT, env=self.environment(), check=True)


class Renderer(Program):
    """tests/bench/renderer.py at work on one site."""

    def __init__(self, site: Site) -> None:
        super().__init__("tests.bench.renderer", site.environment())


@contextmanager
def renderer(site: Site) -> Iterator[Renderer]:
    one = Renderer(site)
    try:
        yield one
    finally:
        one.close()


@dataclass(frozen=True)
class Server:
    port: int
    pid: int


@contextmanager
def server(site: Site, **more: str) -> Iterator[Server]:
    """`manage.py serve`, as it runs in production."""
    port = free_port()
    env = site.environment(**{"SITE_URL": f"{site.origin}:{port}", **more})
    argv = [sys.executable, "manage.py", "serve", f"--port={port}"]
    with running(argv, port, env=env, cwd=ROOT) as process:
        yield Server(port, process.pid)


@contextmanager
def running(argv: list[str], port: int, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    with TemporaryFile() as said:
        process = subprocess.Popen(argv, stdout=said, stderr=said, **options)
        try:
            wait_for(process, port)
            yield process
        except BaseException:
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise
        finally:
            process.terminate()
            process.wait(PATIENCE)


def fetch(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    """One answer, compressed if the server likes."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return response.status, headers, response.read()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _created(cluster: str, name: str) -> str:
    """A new database in the cluster of tests/run.py, whose URL names its folder."""
    place, _, _ = cluster.rpartition("/")
    with psycopg.connect(host=place.partition("@/")[2], user="newsroom", dbname="postgres") as one:
        one.autocommit = True
        one.execute(f"CREATE DATABASE {name}")
    return f"{place}/{name}"


def wait_for(process: subprocess.Popen[bytes], port: int, patience: float = PATIENCE) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}.")
        try:
            fetch(port, "/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not answer.")
