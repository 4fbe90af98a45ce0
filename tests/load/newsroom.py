"""A filled site, somebody at its desk, and its server of several processes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.bench.processes import Process, tree
from tests.bench.programs import Program
from tests.bench.sites import free_port, wait_for
from tests.load.database import FilledSite
from tests.load.doors import Closed, Door
from tests.run import ROOT

PROCESSES = 4
PATIENCE = 120
TOKEN = "only-for-looking"


class Desk(Program):
    """tests/load/desk.py at work on a site. ``began`` and ``ended`` tell of the last order."""

    def __init__(self, site: FilledSite) -> None:
        super().__init__("tests.load.desk", site.environment())
        self.began = self.ended = 0.0

    def ask(self, do: str, **order: Any) -> Any:
        said = super().ask(do, **order)
        self.began, self.ended = said["began"], said["ended"]
        return said["answer"]


class Newsroom:
    """A running server, with a door to each of its processes."""

    def __init__(
        self, port: int, processes: int, serve: subprocess.Popen[bytes], log: Path, desk: Desk
    ) -> None:
        self.port = port
        self.processes = processes
        self.serve = serve
        self.log = log
        self.desk = desk
        self.cookie = f"newsroom_staff={desk.ask('cookie')}"
        self.doors: dict[int, Door] = {}
        self.open_doors()

    def open_doors(self) -> None:
        """Knock until every process has answered on a connection of its own."""
        end = time.monotonic() + PATIENCE
        while len(self.doors) < self.processes:
            if time.monotonic() > end:
                raise RuntimeError(f"Only {len(self.doors)} of {self.processes} processes answer.")
            knocked: list[Door] = []
            for _ in range(8):  # at once, so that not the same process takes them all
                door = Door(self.port)
                knocked.append(door)
                door.get("/healthz")
            for door in knocked:
                if self.doors.setdefault(door.process(), door) is not door:
                    door.close()

    def knock(self) -> None:
        """Doors that the server has closed meanwhile are opened again."""
        for process, door in list(self.doors.items()):
            try:
                door.get("/healthz")
            except Closed:
                self.doors.pop(process).close()
        self.open_doors()

    def close(self) -> None:
        for door in self.doors.values():
            door.close()

    def fresh(self, path: str) -> Any:
        """Rendered for a colleague, without the page cache."""
        return next(iter(self.doors.values())).get(path, Cookie=self.cookie)

    def fill(self, paths: list[str]) -> None:
        """Every process has every page."""
        self.knock()
        for path in paths:
            for door in self.doors.values():
                door.get(path)

    def renderings(self, path: str) -> int:
        """How often Django was asked for the address, by all readers."""
        return sum(line.get("path") == unquote(path) for line in self.lines("newsroom.requests"))

    def lines(self, logger: str = "", level: str = "") -> Iterator[dict[str, Any]]:
        for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("{"):
                said = json.loads(line)
                if logger in ("", said["logger"]) and level in ("", said["level"]):
                    yield said

    def figures(self) -> dict[str, dict[int, int]]:
        """Of the page cache, by process, as /metrics has them in a few seconds."""
        time.sleep(6)  # every process reports every five seconds
        self.knock()
        door = next(iter(self.doors.values()))
        found: dict[str, dict[int, int]] = {}
        for line in door.get("/metrics", Authorization=f"Bearer {TOKEN}").body.decode().split("\n"):
            name, _, rest = line.partition("{process=")
            if name.startswith("newsroom_pagecache_"):
                process, _, value = rest.rpartition("} ")
                pid = int(process.strip('"').rpartition(":")[2])
                figure = name.removeprefix("newsroom_pagecache_").removesuffix("_total")
                if pid in self.doors:
                    found.setdefault(figure, {})[pid] = int(float(value))
        return found

    def sizes(self) -> dict[int, int]:
        """Bytes that each process has in memory."""
        everyone: list[Process] = tree(self.serve.pid)
        return {one.pid: one.resident for one in everyone if one.pid in self.doors}


@contextmanager
def newsroom(site: FilledSite, *, processes: int = PROCESSES, **more: str) -> Iterator[Newsroom]:
    """`manage.py serve` as in production, on a port of its own; ``more`` are settings."""
    port = free_port()
    settings = {
        "SITE_URL": f"http://127.0.0.1:{port}",
        "WORKERS": str(processes),
        "METRICS_TOKEN": TOKEN,
        "LOG_LEVEL": "INFO",
    }
    if site.keeps_files:
        settings["PAGE_CACHE_DIR"] = str(site.folder / f"pages-{port}")
    log = site.folder / f"server-{port}.log"
    desk = Desk(site)
    with log.open("wb") as file:
        serve = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={port}"],
            cwd=ROOT,
            env=site.environment(**{**settings, **more}),
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
    try:
        _wait(port, serve, log)
        with closing(Newsroom(port, processes, serve, log, desk)) as here:
            yield here
    finally:
        desk.close()
        serve.terminate()
        serve.wait(PATIENCE)


def _wait(port: int, serve: subprocess.Popen[bytes], log: Path) -> None:
    try:
        wait_for(serve, port, PATIENCE)
    except RuntimeError as error:
        raise RuntimeError(f"{error} It said:\n{log.read_text()[-3000:]}") from error
