"""Keeps the processes of the site alive, and takes them along when it ends.

Every child leads a process group of its own, so that nothing it started outlives it. A child is
started through this very file (see `_shim`), which is why it imports the standard library only.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from signal import Signals
from types import FrameType

TICK = 0.2  # the longest sleep, in seconds, while something has to be done at a time
STEADY_AFTER = 60.0  # a child that lived this long is started again with the first pause
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


class Child:
    """One process that should always run.

    `death_signal` reaches it at the moment the supervisor is gone without a word. SIGKILL is
    certain; SIGTERM is for a child that has children itself and ends them.
    """

    def __init__(
        self, name: str, argv: Sequence[str], death_signal: Signals = signal.SIGKILL
    ) -> None:
        self.name = name
        self.argv = list(argv)
        self.death_signal = death_signal
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.starts_at = 0.0
        self.pause = 0.0

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, cwd: Path | None, env: Mapping[str, str] | None) -> None:
        shim = [sys.executable, "-IS", __file__, str(os.getpid()), str(int(self.death_signal))]
        self.process = subprocess.Popen(
            [*shim, *self.argv],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def ask_to_end(self) -> None:
        if self.process and self.runs:
            self.process.terminate()

    def clear_away(self) -> int:
        """Kill what is left of the group; return the exit code of its leader."""
        if self.process is None:
            return 0
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        code = self.process.wait()
        self.process = None
        return code

    def plan_restart(self, first_pause: float) -> None:
        lived = time.monotonic() - self.started_at
        grown = 0.0 if lived >= STEADY_AFTER else self.pause * 2
        self.pause = min(max(grown, first_pause), LONGEST_PAUSE)
        self.starts_at = time.monotonic() + self.pause


class Supervisor:
    """Runs until SIGTERM, SIGINT (Ctrl-C) or SIGHUP; a second one kills the children at once.

    `greet` is called a few times a second until it answers True: the place to see that the
    children do their work and to say so. `say` reports every death.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        greet: Callable[[], bool] = lambda: True,
        say: Callable[[str], object] = print,
        first_pause: float = 1.0,
        grace: float = 8.0,
    ) -> None:
        self.children = children
        self.cwd = cwd
        self.env = env
        self.greet = greet
        self.say = say
        self.first_pause = first_pause
        self.grace = grace
        self.signals_to_end = 0
        self.wakeup = -1

    def run(self) -> None:
        with self._signals():
            greeted = False
            try:
                while not self.signals_to_end:
                    self._start_due_children()
                    greeted = greeted or self.greet()
                    all_well = greeted and all(child.process for child in self.children)
                    self._sleep(None if all_well else TICK)
                    self._bury_dead_children()
            finally:
                self._end_children()

    def _start_due_children(self) -> None:
        for child in self.children:
            if not child.process and child.starts_at <= time.monotonic():
                child.start(self.cwd, self.env)

    def _bury_dead_children(self) -> None:
        for child in self.children:
            if child.process and not child.runs and not self.signals_to_end:
                code = child.clear_away()
                child.plan_restart(self.first_pause)
                self.say(f"{child.name} ended ({code}); starts again in {child.pause:g} s.")

    def _end_children(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + self.grace
        while any(child.runs for child in self.children):
            if self.signals_to_end > 1 or time.monotonic() > deadline:
                break
            self._sleep(TICK)
        for child in self.children:
            child.clear_away()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Signals only note themselves; the pipe ends a sleep, also one that begins just now."""
        self.wakeup, write = os.pipe()
        os.set_blocking(write, False)
        actions = dict.fromkeys((signal.SIGTERM, signal.SIGINT, signal.SIGHUP), self._note_end)
        before = {number: signal.signal(number, action) for number, action in actions.items()}
        before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        wakeup_before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup_before)
            for number, action in before.items():
                signal.signal(number, action)
            os.close(self.wakeup)
            os.close(write)

    def _note_end(self, _number: int, _frame: FrameType | None) -> None:
        self.signals_to_end += 1

    def _sleep(self, seconds: float | None) -> None:
        readable, _, _ = select.select([self.wakeup], [], [], seconds)
        if readable:
            os.read(self.wakeup, 4096)


def end_with_parent(parent: int, death_signal: int = signal.SIGKILL) -> None:
    """Ask the kernel to signal this process when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("The parent is already gone.")


def _shim(parent: int, death_signal: int, argv: list[str]) -> None:
    end_with_parent(parent, death_signal)
    os.execvp(argv[0], argv)


if __name__ == "__main__":
    _shim(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
