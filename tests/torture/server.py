"""`manage.py serve` on a site of its own, and the many ways to kill it."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from newsroom.management.commands.serve import granian
from tests.bench.processes import tree
from tests.bench.sites import fetch, free_port
from tests.load.database import FilledSite
from tests.run import ROOT

WEB_PROCESSES = 2
PATIENCE = 60
# What is killed, and how often among a hundred.
KILLS = {
    "everything": 20,
    "supervisor": 10,
    "web server": 10,
    "web process": 40,
    "task worker": 20,
}
# After these nothing is left that would start the others again.
WHOLE = ("everything", "supervisor")


class Server:
    def __init__(self, site: FilledSite, **more: str) -> None:
        self.port = free_port()
        self.mark = f"NEWSROOM_TORTURE={uuid4()}"
        self.temporary = site.folder / "tmp"
        self.temporary.mkdir()
        name, _, value = self.mark.partition("=")
        own = {
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "WORKERS": str(WEB_PROCESSES),
            "LOG_LEVEL": "WARNING",
            "TMPDIR": str(self.temporary),
            name: value,
        }
        self.environment = site.environment(**{**own, **more})
        self.log = site.folder / f"server-{self.port}.log"
        self.serve: subprocess.Popen[bytes] | None = None
        self.outages: list[tuple[float, float]] = []
        """From when until when (of time.time()) nothing answered, or might not have."""

    def start(self, *, with_worker: bool = True) -> None:
        """Returns when the site answers."""
        argv = [sys.executable, "manage.py", "serve", f"--port={self.port}"]
        if not with_worker:
            argv = granian("127.0.0.1", self.port, WEB_PROCESSES)
        with self.log.open("ab") as log:
            self.serve = subprocess.Popen(
                argv, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=log
            )
        self.wait()

    def wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.serve is None or self.serve.poll() is not None:
                raise RuntimeError(f"The server has ended: {self.last_words()}")
            with suppress(Exception):
                if fetch(self.port, "/healthz")[0] == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"The server does not answer: {self.last_words()}")

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-1500:]

    def kill(self, what: str, rng: random.Random) -> int:
        """SIGKILL, without a word before. Returns how many processes were hit."""
        assert self.serve is not None
        victims = self._victims(what, rng)
        began = time.time()
        for pid in victims:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if what in WHOLE:
            self.serve.wait()
            self.serve = None
        self.outages.append((began, began))
        return len(victims)

    def answers_again(self) -> None:
        """The last outage is over."""
        began, _ = self.outages[-1]
        self.outages[-1] = (began, time.time())

    def _victims(self, what: str, rng: random.Random) -> list[int]:
        assert self.serve is not None
        everyone = tree(self.serve.pid)
        children = {p.pid: _command(p.pid) for p in everyone if p.parent == self.serve.pid}
        web = [pid for pid, words in children.items() if "granian" in words]
        groups = {
            "everything": [p.pid for p in everyone],
            "supervisor": [self.serve.pid],
            "web server": web,
            "web process": sorted(p.pid for p in everyone if p.parent in web),
            "task worker": [pid for pid, words in children.items() if "worker" in words.split()],
        }
        found = groups[what]
        return rng.sample(found, 1) if what == "web process" and found else found

    def leftovers(self, patience: float = 15) -> list[str]:
        """Processes of ours that outlived the supervisor that long."""
        end = time.monotonic() + patience
        while (found := self._marked()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def _marked(self) -> list[str]:
        known = {p.pid for p in tree(self.serve.pid)} if self.serve else set()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) not in known:
                with suppress(OSError):
                    if self.mark.encode() in (folder / "environ").read_bytes():
                        found.append(f"{folder.name} {_command(int(folder.name))}")
        return found

    def temporary_files(self) -> list[str]:
        return sorted(str(path) for path in self.temporary.rglob("*") if path.is_file())

    def stop(self) -> None:
        if self.serve is not None:
            self.serve.terminate()
            self.serve.wait(PATIENCE)
            self.serve = None


def _command(pid: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b" ".join(words).decode(errors="replace")
    return ""
