"""Runs what must be green: lint, and the tests on SQLite, on PostgreSQL and in a real Chromium.

    python tests/run.py [lint] [sqlite] [postgresql] [browser]

Two parts run at a time; the output of each is printed whole when it ends. What had to be left
out is said at the end; under CI=true leaving anything out is a failure. A test that is not meant
for a database skips itself with the word "only" first ("only on PostgreSQL"): that is not left out.
"""

import locale
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
IN_CI = os.environ.get("CI") == "true"
TIMEOUT = 1800  # seconds for one part
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class LeftOut(Exception):
    """A part cannot run on this machine; the message says why."""


@dataclass
class Part:
    """One program of the run. Pytest writes its counts into `report`."""

    name: str
    argv: list[str]
    env: dict[str, str]
    report: Path | None = None
    seconds: float = 0.0
    succeeded: bool = False
    passed: int = 0
    failed: int = 0
    skips: set[str] = field(default_factory=set)

    def run(self) -> None:
        start = time.monotonic()
        # A file, not a pipe: a process that a test left behind cannot hold it open.
        with tempfile.TemporaryFile() as output:
            self.succeeded = self._run_into(output)
            self.seconds = time.monotonic() - start
            output.seek(0)
            text = output.read().decode(errors="replace")
        if self.report and self.report.exists():
            self._count(self.report)
        if not self.succeeded and not self.failed:
            self.failed = 1
        # One write, so that two parts that end together do not mix.
        heading = f"=== {self.name}: {self.verdict} ".ljust(100, "=")
        print(f"\n{heading}\n{text}", flush=True)

    def _run_into(self, output: IO[bytes]) -> bool:
        try:
            done = subprocess.run(
                self.argv,
                cwd=ROOT,
                env=self.env,
                timeout=TIMEOUT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except subprocess.TimeoutExpired:
            output.seek(0, os.SEEK_END)
            output.write(f"\nStopped after {TIMEOUT} s.\n".encode())
            return False
        return done.returncode == 0

    def _count(self, report: Path) -> None:
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - our own file
            skip = case.find("skipped")
            if skip is not None and skip.get("type") == "pytest.skip":
                self.skips.add(skip.get("message", ""))
            elif case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
            else:
                self.passed += 1

    @property
    def verdict(self) -> str:
        return "ok" if self.succeeded else "FAILED"


def main(wanted: list[str]) -> int:
    with ExitStack() as services:
        folder = Path(services.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-tests-")))
        # The longest first, so that the two lanes end at about the same time.
        plans: dict[str, Callable[[], Part]] = {
            "sqlite": lambda: pytest_part("sqlite", folder, sqlite(folder, "sqlite")),
            "postgresql": lambda: postgresql_part(folder, services),
            "lint": lint_part,
            "browser": lambda: browser_part(folder),
        }
        if unknown := set(wanted) - set(plans):
            sys.exit(f"No part is called {', '.join(unknown)}; there are {', '.join(plans)}.")
        parts, left_out = [], []
        for name in filter(lambda name: name in (wanted or plans), plans):
            try:
                parts.append(plans[name]())
            except LeftOut as reason:
                left_out.append(f"{name}: {reason}")
        print(f"Running {', '.join(part.name for part in parts)}…", flush=True)
        with ThreadPoolExecutor(max_workers=2) as lanes:
            list(lanes.map(Part.run, parts))
    for part in parts:
        left_out += [f"{part.name}: {why}" for why in part.skips if not why.startswith("only")]
    return summary(parts, left_out)


def lint_part() -> Part:
    argv = ["make", "--keep-going", "--output-sync=target", "lint"]
    return Part("lint", argv, clean_environment())


def postgresql_part(folder: Path, services: ExitStack) -> Part:
    binaries = find_postgresql()
    if not binaries:
        raise LeftOut("no initdb in /usr/lib/postgresql/*/bin or PATH")
    return pytest_part("postgresql", folder, services.enter_context(postgresql(binaries)))


def browser_part(folder: Path) -> Part:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not chromium:
        raise LeftOut(f"none of {', '.join(BROWSERS)} in PATH, and CHROMIUM is not set")
    part = pytest_part("browser", folder, sqlite(folder, "browser"), marks="browser")
    part.env["CHROMIUM"] = chromium
    return part


def pytest_part(name: str, folder: Path, database: str, marks: str = "not browser") -> Part:
    report = folder / f"{name}.xml"
    options = ["-m", marks, f"--junit-xml={report}", "-p", "no:cacheprovider"]
    env = {**clean_environment(), "DATABASE_URL": database}
    return Part(name, [sys.executable, "-m", "pytest", *options], env, report)


def sqlite(folder: Path, name: str) -> str:
    return f"sqlite:///{folder}/{name}.sqlite3"


def clean_environment() -> dict[str, str]:
    """Without what the developer set for the site, and without the outer make's own variables."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    names = {*re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE), "PORT", "CHROMIUM"}
    names |= {f"{name}_FILE" for name in names} | {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return {**kept, "DEBUG": "true", "SECRET_KEY": "only-for-tests"}


@contextmanager
def postgresql(binaries: Path) -> Iterator[str]:
    """The URL of a throw-away cluster, reached through a socket in its own folder only."""
    with tempfile.TemporaryDirectory(prefix="newsroom-pg-") as folder:
        user = unprivileged_user(Path(folder))
        data = f"--pgdata={folder}/data"
        here = f"-c listen_addresses= -c unix_socket_directories={folder}"
        fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"

        def do(program: str, *arguments: str) -> None:
            argv = [str(binaries / program), *arguments]
            subprocess.run(argv, cwd=folder, check=True, stdout=subprocess.DEVNULL, **user)

        kind = ("--username=newsroom", "--auth=trust", "--encoding=UTF8", "--no-sync")
        do("initdb", *kind, f"--locale={utf8_locale()}", data)
        do("pg_ctl", "start", "--wait", data, f"--log={folder}/log", "-o", here, "-o", fast)
        try:
            yield f"postgres://newsroom@/{folder}/newsroom"
        finally:
            do("pg_ctl", "stop", "--mode=immediate", data)


def find_postgresql() -> Path | None:
    """The folder with the programs of the newest PostgreSQL."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    by_version = sorted(found, key=lambda program: int(program.parts[-3]))
    in_path = shutil.which("initdb")
    if in_path and not by_version:
        by_version = [Path(in_path).resolve()]
    return by_version[-1].parent if by_version else None


def unprivileged_user(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: give its folder, and its processes, to another user."""
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name: user for user in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def utf8_locale() -> str:
    """With C.UTF-8 upper() knows accented letters, as it does on a real site."""
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    return "C.UTF-8"


def summary(parts: list[Part], left_out: list[str]) -> int:
    print("=" * 100)
    for part in parts:
        counts = f"{part.passed} tests passed" if part.report else ""
        print(f"{part.name:12}{part.verdict:8}{part.seconds:5.0f} s   {counts}")
    for what in sorted(left_out):
        print(f"Left out: {what}")
    passed = sum(part.passed for part in parts)
    failed = sum(part.failed for part in parts)
    if IN_CI and left_out:
        print("CI=true: leaving anything out is a failure.")
        failed += 1
    print(f"\n{passed} passed, {failed} failed", flush=True)
    return 0 if parts and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
