"""Real processes: small Python children under a supervisor that is a process itself."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.work.supervisor import LONGEST_PAUSE, STEADY_AFTER, Child

ROOT = Path(__file__).resolve().parents[3]

SUPERVISOR = """
import json, sys
from newsroom.work.supervisor import Child, Supervisor

children = [Child(name, argv) for name, argv in json.loads(sys.argv[1]).items()]
Supervisor(children, first_pause=0.05, grace=float(sys.argv[2])).run()
"""
# Each child appends its process id to the file that it is given.
PATIENT = """
import os, signal, sys
open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
while True:
    signal.pause()
"""
STUBBORN = (
    """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
"""
    + PATIENT
)
PARENT = (
    f"""
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {PATIENT!r}, sys.argv[1] + ".grandchild"])
"""
    + PATIENT
)


class Run:
    """A supervisor with one child per given program, and what its children wrote down."""

    def __init__(self, folder: Path, programs: dict[str, str], grace: float = 8.0) -> None:
        self.folder = folder
        argvs = {
            name: [sys.executable, "-c", program, str(folder / name)]
            for name, program in programs.items()
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, json.dumps(argvs), str(grace)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def pids(self, name: str) -> list[int]:
        file = self.folder / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def pid(self, name: str, life: int = 1) -> int:
        """The process id of a child in its first, second… life, once it has begun."""
        until(lambda: len(self.pids(name)) >= life)
        return self.pids(name)[life - 1]

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=15)


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(programs: dict[str, str], grace: float = 8.0) -> Run:
        runs.append(Run(tmp_path, programs, grace))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)
        run.process.communicate()


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def lives(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def test_dead_child_is_restarted(supervise: Callable[..., Run]) -> None:
    run = supervise({"web": PATIENT, "tasks": PATIENT})
    tasks = run.pid("tasks")

    os.kill(run.pid("web"), signal.SIGKILL)

    assert lives(run.pid("web", life=2))
    assert lives(tasks)
    assert run.pids("tasks") == [tasks]
    run.end(signal.SIGTERM)
    assert run.process.stdout
    assert run.process.stdout.read() == "web ended (-9); starts again in 0.05 s.\n"


def test_child_that_ends_by_itself_is_restarted(supervise: Callable[..., Run]) -> None:
    run = supervise({"tasks": "import os, sys; open(sys.argv[1], 'a').write('1\\n')"})
    until(lambda: len(run.pids("tasks")) >= 3)


def test_dead_child_takes_its_own_children_along(supervise: Callable[..., Run]) -> None:
    run = supervise({"web": PARENT})
    grandchild = run.pid("web.grandchild")

    os.kill(run.pid("web"), signal.SIGKILL)

    until(lambda: not lives(grandchild))
    assert lives(run.pid("web.grandchild", life=2))


def test_killed_supervisor_takes_its_children_along(supervise: Callable[..., Run]) -> None:
    run = supervise({"web": PATIENT, "tasks": STUBBORN})
    children = [run.pid("web"), run.pid("tasks")]

    run.end(signal.SIGKILL)

    until(lambda: not any(lives(child) for child in children))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_both_children(supervise: Callable[..., Run], number: signal.Signals) -> None:
    run = supervise({"web": PARENT, "tasks": PATIENT})
    processes = [run.pid("web"), run.pid("web.grandchild"), run.pid("tasks")]

    assert run.end(number) == 0

    until(lambda: not any(lives(process) for process in processes))
    assert len(run.pids("web")) == len(run.pids("tasks")) == 1


def test_stubborn_child_is_killed_after_the_grace(supervise: Callable[..., Run]) -> None:
    run = supervise({"web": PATIENT, "tasks": STUBBORN}, grace=0.2)
    stubborn = run.pid("tasks")

    assert run.end(signal.SIGTERM) == 0
    assert not lives(stubborn)


def test_second_signal_does_not_wait_for_the_grace(supervise: Callable[..., Run]) -> None:
    run = supervise({"web": PATIENT, "tasks": STUBBORN}, grace=600)
    web, stubborn = run.pid("web"), run.pid("tasks")

    run.process.send_signal(signal.SIGINT)
    until(lambda: not lives(web))
    assert lives(stubborn)

    assert run.end(signal.SIGINT) == 0
    assert not lives(stubborn)


def test_pause_grows_to_a_limit() -> None:
    child = Child("web", [])
    pauses = []
    for _ in range(7):
        child.started_at = time.monotonic()
        child.plan_restart(first_pause=1.0)
        pauses.append(child.pause)
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]


def test_pause_begins_anew_after_a_steady_life() -> None:
    child = Child("web", [])
    child.pause = LONGEST_PAUSE
    child.started_at = time.monotonic() - STEADY_AFTER
    child.plan_restart(first_pause=1.0)
    assert child.pause == 1.0
