"""Databases to load, which can be taken away from a running site and given back."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.sites import Site
from tests.run import find_postgresql, sqlite, unprivileged_user

NAME = "load"


@dataclass
class FilledSite(Site):
    keeps_files: bool = False
    """Whether finished pages are kept in a folder, not in the memory of each process."""

    @property
    def name(self) -> str:
        return f"{self.database}, {'files' if self.keeps_files else 'memory'}"


def filled(database: str, stories: int, *, folder: Path, cluster: str = "") -> FilledSite:
    url = sqlite(folder, NAME) if database == "sqlite" else _created(cluster)
    site = FilledSite(database, stories, url, folder / database)
    site.folder.mkdir()
    site.manage("migrate", "--verbosity=0")
    site.python("-m", "tests.load.desk", str(stories))
    return site


@contextmanager
def taken_away(site: Site) -> Iterator[None]:
    """Every query of every process fails meanwhile."""
    if site.database == "sqlite":
        with _garbled(Path(site.url.removeprefix("sqlite:///"))):
            yield
    else:
        folder = _folder(site.url)
        _pg_ctl(folder, "stop", "--mode=immediate")
        try:
            yield
        finally:
            options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
            _pg_ctl(folder, "start", "--wait", f"--log={folder}/log", "-o", options)


@contextmanager
def _garbled(path: Path) -> Iterator[None]:
    """As on a broken disk. The file cannot be moved away: those who have it open would keep it."""
    with closing(sqlite3.connect(path, timeout=30)) as db:
        while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            pass
    good = path.read_bytes()
    with path.open("r+b") as file:
        file.write(b"\xa5" * len(good))
    try:
        yield
    finally:
        with path.open("r+b") as file:
            file.write(good)


def _created(cluster: str) -> str:
    """A new database in the cluster of tests/run.py, whose URL names its folder."""
    with psycopg.connect(host=str(_folder(cluster)), user="newsroom", dbname="postgres") as one:
        one.autocommit = True
        one.execute(f"CREATE DATABASE {NAME}")
    return f"{cluster.rpartition('/')[0]}/{NAME}"


def _folder(url: str) -> Path:
    return Path(url.partition("@/")[2]).parent


def _pg_ctl(folder: Path, *arguments: str) -> None:
    binaries = find_postgresql()
    assert binaries is not None
    argv = [str(binaries / "pg_ctl"), f"--pgdata={folder}/data", *arguments]
    user = unprivileged_user(folder)
    subprocess.run(argv, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)
